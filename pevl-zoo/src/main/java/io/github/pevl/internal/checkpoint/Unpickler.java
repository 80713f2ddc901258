package io.github.pevl.internal.checkpoint;

import io.github.pevl.internal.checkpoint.PickleValues.Dict;
import io.github.pevl.internal.checkpoint.PickleValues.Opaque;
import io.github.pevl.internal.checkpoint.PickleValues.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a pickle of protocols 1 to 5 apart (the operations are those of Python's {@code
 * pickletools}), without its power: the names it mentions stand for a few fixed roles, and nothing
 * it asks to be called is called. Work and memory are in proportion to the pickle's bytes, and
 * {@link PickleBudget} bounds the memory.
 */
final class Unpickler {

    /** What Java takes for an object, and for one that holds others. */
    private static final int OBJECT = 24;

    private static final int CONTAINER = 56;
    private static final int NAME = 500;
    private static final Object[] EMPTY = {};

    private final PickleInput in;
    private final Source source;
    private final PickleBudget budget;
    private final PickleStack stack;
    private final PickleCalls calls;

    Unpickler(Source source, PickleInput in, PickleBudget budget) {
        this.source = source;
        this.in = in;
        this.budget = budget;
        this.stack = new PickleStack(in, budget);
        this.calls = new PickleCalls(source, in, budget);
    }

    /** The storages that tensors of all pickles read so far lie in, by key. */
    Map<String, Storage> storages() {
        return calls.storages();
    }

    /** The value of the next pickle of the input. */
    @Nullable Object next() throws CheckpointException {
        stack.clear();
        while (true) {
            int operation = in.oneByte();
            if (operation == '.') {
                calls.requireUsed();
                return stack.pop();
            }
            if (!literal(operation)
                    && !text(operation)
                    && !container(operation)
                    && !memory(operation)
                    && !object(operation)) {
                throw in.refuse(
                        "has operation 0x%02x, which PyTorch does not write,".formatted(operation));
            }
        }
    }

    private boolean literal(int operation) throws CheckpointException {
        switch (operation) {
            case 0x80 -> protocol(in.oneByte());
            case 0x95 -> in.eightBytes(); // how long the next stretch is
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> number((long) in.oneByte());
            case 'M' -> number((long) in.twoBytes());
            case 'J' -> number((long) in.fourBytes());
            case 'G' -> number(in.real());
            case 0x8a -> integer(in.oneByte());
            case 0x8b -> integer(in.fourBytes());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int operation) throws CheckpointException {
        switch (operation) {
            case 'X', 'T' -> text(in.fourBytes(), true);
            case 'U', 0x8c -> text(in.oneByte(), true);
            case 0x8d -> text(in.eightBytes(), true);
            case 'B' -> text(in.fourBytes(), false);
            case 'C' -> text(in.oneByte(), false);
            case 0x8e, 0x96 -> text(in.eightBytes(), false);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol(int version) throws CheckpointException {
        if (version > 5) {
            throw source.refuse(
                    "has a pickle of protocol %d; save it again with torch.save's default, 2."
                            .formatted(version));
        }
    }

    private void number(Object value) throws CheckpointException {
        budget.spend(OBJECT);
        stack.push(value);
    }

    private void integer(int length) throws CheckpointException {
        if (length > Long.BYTES) {
            in.skip(length);
            stack.push(Opaque.THING);
            return;
        }
        byte[] littleEndian = in.raw(length);
        long value = 0;
        for (int i = 0; i < littleEndian.length; i++) {
            boolean last = i == littleEndian.length - 1;
            long part = last ? littleEndian[i] : Byte.toUnsignedLong(littleEndian[i]);
            value |= part << 8 * i;
        }
        number(value);
    }

    /** A text, or bytes, which nobody needs. */
    private void text(int length, boolean needed) throws CheckpointException {
        if (needed) {
            budget.spend(2L * OBJECT + 3L * Math.max(0, length)); // as bytes and as characters
            stack.push(in.text(length));
        } else {
            in.skip(length);
            stack.push(Opaque.THING);
        }
    }

    private boolean container(int operation) throws CheckpointException {
        switch (operation) {
            case '(' -> stack.mark();
            case ')' -> stack.push(EMPTY);
            case 't' -> tuple(stack.popToMark());
            case 0x85 -> tuple(stack.popLast(1));
            case 0x86 -> tuple(stack.popLast(2));
            case 0x87 -> tuple(stack.popLast(3));
            case ']' -> list(EMPTY);
            case 'l' -> list(stack.popToMark());
            case 'a' -> append(stack.popLast(1));
            case 'e', 0x90 -> append(stack.popToMark());
            case '}' -> dict(EMPTY);
            case 'd' -> dict(stack.popToMark());
            case 's' -> set(stack.popLast(2));
            case 'u' -> set(stack.popToMark());
            case 0x8f -> stack.push(Opaque.THING); // a set
            case 0x91 -> {
                stack.popToMark();
                stack.push(Opaque.THING);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void tuple(Object[] values) throws CheckpointException {
        budget.spend(OBJECT);
        stack.push(values);
    }

    private void list(Object[] values) throws CheckpointException {
        budget.spend(CONTAINER);
        stack.push(new ArrayList<>(Arrays.asList(values)));
    }

    private void dict(Object[] items) throws CheckpointException {
        budget.spend(CONTAINER);
        stack.push(new Dict());
        set(items);
    }

    private boolean memory(int operation) throws CheckpointException {
        switch (operation) {
            case '0' -> stack.pop();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());
            case 'q' -> stack.remember(in.oneByte());
            case 'r' -> stack.remember(in.fourBytes());
            case 0x94 -> stack.rememberNext();
            case 'h' -> stack.recall(in.oneByte());
            case 'j' -> stack.recall(in.fourBytes());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int operation) throws CheckpointException {
        budget.spend(CONTAINER);
        switch (operation) {
            case 'c' -> stack.push(name(in.line(), in.line()));
            case 0x93 -> name(stack.popLast(2));
            case 'R' -> {
                Object[] pair = stack.popLast(2);
                call(pair[0], pair[1]);
            }
            case 0x81 -> create(stack.popLast(2));
            case 0x92 -> create(stack.popLast(3)); // the third has the arguments by name
            case 'i' -> {
                PickleName type = name(in.line(), in.line());
                call(type, stack.popToMark());
            }
            case 'o' -> {
                Object[] parts = stack.popToMark();
                int from = Math.min(1, parts.length);
                Object type = parts.length == 0 ? null : parts[0];
                call(type, Arrays.copyOfRange(parts, from, parts.length));
            }
            case 'b' -> {
                stack.pop(); // the attributes of an object, such as a state dict's versions
                stack.peek();
            }
            case 'Q' -> stack.push(calls.persistent(stack.pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void name(Object[] parts) throws CheckpointException {
        if (!(parts[0] instanceof String module) || !(parts[1] instanceof String name)) {
            throw in.refuse("has a name that is no text");
        }
        stack.push(name(module, name));
    }

    private PickleName name(String module, String name) throws CheckpointException {
        budget.spend(NAME);
        return calls.name(module, name);
    }

    private void call(@Nullable Object function, @Nullable Object arguments)
            throws CheckpointException {
        stack.push(calls.call(function, arguments));
    }

    private void create(Object[] typeAndArguments) throws CheckpointException {
        stack.push(calls.create(typeAndArguments[0], typeAndArguments[1]));
    }

    private void append(Object[] values) throws CheckpointException {
        Object target = stack.peek();
        if (target instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked")
            List<Object> list = (List<Object>) target;
            list.addAll(Arrays.asList(values));
        } else if (!(target instanceof Opaque)) {
            throw in.refuse("appends to something else than a list");
        }
    }

    private void set(Object[] items) throws CheckpointException {
        Object target = stack.peek();
        if (items.length % 2 != 0 || !(target instanceof Dict) && !(target instanceof Opaque)) {
            throw in.refuse("sets entries of something else than a dict");
        }
        if (target instanceof Dict dict) {
            for (int i = 0; i < items.length; i += 2) {
                dict.put(items[i], items[i + 1]);
            }
        }
    }
}
