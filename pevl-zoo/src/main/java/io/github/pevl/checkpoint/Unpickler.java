package io.github.pevl.checkpoint;

import io.github.pevl.checkpoint.PickleName.Role;
import io.github.pevl.checkpoint.Pickled.Dict;
import io.github.pevl.checkpoint.Pickled.Opaque;
import io.github.pevl.checkpoint.Pickled.Storage;
import io.github.pevl.checkpoint.Pickled.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a pickle of protocol 2 apart (the operations are those of Python's {@code pickletools}),
 * without its power: the names it mentions stand for a few fixed roles, and nothing it asks to be
 * called is called. Work and memory are in proportion to the pickle's bytes.
 */
final class Unpickler {

    private static final int LONGEST_KEY = 64;
    private static final Object[] EMPTY = {};

    private final PickleInput in;
    private final Source source;
    private final Map<String, Storage> storages = new HashMap<>();
    private final PickleStack stack;
    private long copied;

    Unpickler(Source source, PickleInput in) {
        this.source = source;
        this.in = in;
        this.stack = new PickleStack(in);
    }

    /** The storages that tensors of all pickles read so far lie in, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** The value of the next pickle of the input. */
    Object next() throws CheckpointException {
        stack.clear();
        while (true) {
            int operation = in.oneByte();
            if (operation == '.') {
                return stack.pop();
            }
            if (!literal(operation) && !container(operation) && !object(operation)) {
                throw in.refuse(
                        "has operation 0x%02x, which PyTorch does not write,".formatted(operation));
            }
        }
    }

    private boolean literal(int operation) throws CheckpointException {
        switch (operation) {
            case 0x80 -> protocol(in.oneByte());
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(Boolean.TRUE);
            case 0x89 -> stack.push(Boolean.FALSE);
            case 'K' -> stack.push((long) in.oneByte());
            case 'M' -> stack.push((long) in.twoBytes());
            case 'J' -> stack.push((long) in.fourBytes());
            case 'G' -> stack.push(in.real());
            case 0x8a -> stack.push(integer(in.raw(in.oneByte())));
            case 0x8b -> stack.push(integer(in.raw(in.fourBytes())));
            case 'X', 'T' -> stack.push(in.text(in.fourBytes()));
            case 'U' -> stack.push(in.text(in.oneByte()));
            case 'B' -> skip(in.fourBytes());
            case 'C' -> skip(in.oneByte());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol(int version) throws CheckpointException {
        if (version > 3) {
            throw source.refuse(
                    "has a pickle of protocol %d; save it again with torch.save's default, 2."
                            .formatted(version));
        }
    }

    private void skip(int length) throws CheckpointException {
        in.raw(length);
        stack.push(Opaque.THING);
    }

    private static Object integer(byte[] littleEndian) {
        if (littleEndian.length > Long.BYTES) {
            return Opaque.THING;
        }
        long value = 0;
        for (int i = 0; i < littleEndian.length; i++) {
            boolean last = i == littleEndian.length - 1;
            long part = last ? littleEndian[i] : Byte.toUnsignedLong(littleEndian[i]);
            value |= part << 8 * i;
        }
        return value;
    }

    private boolean container(int operation) throws CheckpointException {
        switch (operation) {
            case '(' -> stack.mark();
            case ')' -> stack.push(EMPTY);
            case 't' -> stack.push(stack.popToMark());
            case 0x85 -> stack.push(stack.popLast(1));
            case 0x86 -> stack.push(stack.popLast(2));
            case 0x87 -> stack.push(stack.popLast(3));
            case ']' -> stack.push(new ArrayList<>(0));
            case 'l' -> stack.push(new ArrayList<>(Arrays.asList(stack.popToMark())));
            case 'a' -> append(stack.popLast(1));
            case 'e' -> append(stack.popToMark());
            case '}' -> stack.push(new Dict());
            case 'd' -> {
                Object[] items = stack.popToMark();
                stack.push(new Dict());
                set(items);
            }
            case 's' -> set(stack.popLast(2));
            case 'u' -> set(stack.popToMark());
            case '0' -> stack.pop();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());
            case 'q' -> stack.remember(in.oneByte());
            case 'r' -> stack.remember(in.fourBytes());
            case 'h' -> stack.recall(in.oneByte());
            case 'j' -> stack.recall(in.fourBytes());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int operation) throws CheckpointException {
        switch (operation) {
            case 'c' -> stack.push(name(in.line(), in.line()));
            case 'R', 0x81 -> {
                Object[] call = stack.popLast(2);
                stack.push(call(call[0], call[1]));
            }
            case 'b' -> {
                stack.pop(); // the attributes of an object, such as a state dict's versions
                stack.peek();
            }
            case 'Q' -> stack.push(storage(stack.pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private PickleName name(String module, String name) throws CheckpointException {
        PickleName known = PickleName.of(module, name);
        if (known == null) {
            throw source.refuse(
                    "asks Python for %s, which no tensor needs and which could run code; refused, nothing was run."
                            .formatted(CheckpointException.quote(module + "." + name)));
        }
        return known;
    }

    private Object call(Object callee, Object arguments) throws CheckpointException {
        if (!(callee instanceof PickleName name) || !(arguments instanceof Object[] values)) {
            throw in.refuse("calls something that cannot be called");
        }
        return switch (name.role()) {
            case TENSOR -> new Tensor(values);
            case PARAMETER -> values.length > 0 ? values[0] : Opaque.THING;
            case DICT -> dict(values);
            case OPAQUE -> Opaque.THING;
            case STORAGE -> throw in.refuse("makes a storage inside the pickle");
        };
    }

    /** An ordered dict; Python 2 passed its items as a list of pairs. */
    private Dict dict(Object[] arguments) throws CheckpointException {
        Dict dict = new Dict();
        if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
            copied += pairs.size();
            if (copied > in.length()) { // an honest list is copied once, and took a byte an item
                throw in.refuse("copies lists without end");
            }
            for (Object pair : pairs) {
                Object[] two =
                        pair instanceof List<?> list && list.size() == 2 ? list.toArray() : EMPTY;
                two = pair instanceof Object[] tuple && tuple.length == 2 ? tuple : two;
                if (two.length != 2) {
                    throw in.refuse("makes a dict of something else than pairs");
                }
                dict.put(two[0], two[1]);
            }
        }
        return dict;
    }

    /**
     * A reference to numbers outside the pickle: ('storage', class, key, device, count[, view]).
     */
    private Storage storage(Object id) throws CheckpointException {
        boolean fits =
                id instanceof Object[] parts
                        && parts.length >= 5
                        && "storage".equals(parts[0])
                        && parts[1] instanceof PickleName name
                        && name.role() == Role.STORAGE
                        && parts[2] instanceof String key
                        && key.length() <= LONGEST_KEY
                        && parts[4] instanceof Long count
                        && count >= 0;
        if (!fits) {
            throw in.refuse("refers to something else than a storage (a whole module, perhaps)");
        }
        Object[] parts = (Object[]) id;
        ElementType type = ((PickleName) parts[1]).type();
        long count = (Long) parts[4];
        long[] view = parts.length > 5 && parts[5] != null ? view(parts[5], count) : null;
        Storage storage =
                view == null
                        ? new Storage(type, (String) parts[2], count, 0, count)
                        : new Storage(type, (String) parts[2], count, view[0], view[1]);
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && (before.type() != type || before.count() != count)) {
            throw in.refuse("describes one storage in two ways");
        }
        return storage;
    }

    /** The begin and length of an old file's view of a storage: (key, begin, length). */
    private long[] view(Object described, long count) throws CheckpointException {
        if (described instanceof Object[] view
                && view.length == 3
                && view[1] instanceof Long offset
                && view[2] instanceof Long size
                && offset >= 0
                && size >= 0
                && offset <= count - size) {
            return new long[] {offset, size};
        }
        throw in.refuse("has a view that leaves its storage");
    }

    private void append(Object[] values) throws CheckpointException {
        Object target = stack.peek();
        if (target instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked")
            List<Object> list = (List<Object>) target;
            list.addAll(Arrays.asList(values));
        } else if (target != Opaque.THING) {
            throw in.refuse("appends to something else than a list");
        }
    }

    private void set(Object[] items) throws CheckpointException {
        Object target = stack.peek();
        if (items.length % 2 != 0 || !(target instanceof Dict) && target != Opaque.THING) {
            throw in.refuse("sets entries of something else than a dict");
        }
        if (target instanceof Dict dict) {
            for (int i = 0; i < items.length; i += 2) {
                dict.put(items[i], items[i + 1]);
            }
        }
    }
}
