package io.github.pevl.internal.checkpoint;

import io.github.pevl.internal.checkpoint.PickleName.Role;
import io.github.pevl.internal.checkpoint.PickleValues.Dict;
import io.github.pevl.internal.checkpoint.PickleValues.Opaque;
import io.github.pevl.internal.checkpoint.PickleValues.Storage;
import io.github.pevl.internal.checkpoint.PickleValues.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands for the names that a pickle mentions, and for the calls that it asks for. */
final class PickleCalls {

    private static final int MAX_KEY_LENGTH = 64;
    private static final int MAX_SUBCLASS_DEPTH = 4;
    private static final Object[] EMPTY = {};

    private final Source source;
    private final PickleInput in;
    private final PickleBudget budget;
    private final Map<String, Storage> storages = new HashMap<>();
    private final Map<String, PickleName> names = new HashMap<>();
    private final Set<PickleName> used = new HashSet<>();
    private final Set<PickleName> idle = new LinkedHashSet<>();
    private long copied;

    PickleCalls(Source source, PickleInput in, PickleBudget budget) {
        this.source = source;
        this.in = in;
        this.budget = budget;
    }

    /** The storages that tensors of all pickles read so far lie in, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** A mention of a name. */
    PickleName name(String module, String name) throws CheckpointException {
        String full = module + "." + name;
        PickleName known = names.get(full);
        if (known == null) {
            known = PickleName.of(module, name);
            if (known == null) {
                throw refuse(full);
            }
            names.put(full, known);
        }
        if (known.role().isForUse() && !used.contains(known)) {
            idle.add(known);
        }
        return known;
    }

    private void use(PickleName name) {
        used.add(name);
        idle.remove(name);
    }

    /** Refuses a pickle that names what rebuilds values, and then rebuilds none. */
    void requireUsed() throws CheckpointException {
        for (PickleName name : idle) {
            throw refuse(name.name());
        }
    }

    private CheckpointException refuse(String name) {
        return source.refuse(
                ("asks Python for %s, which no tensor needs and which could run code; refused,"
                                + " nothing was run. If the file is yours, save the tensors alone:"
                                + " torch.save(model.state_dict(), ...).")
                        .formatted(CheckpointException.quote(name)));
    }

    /** A call of a name with a tuple of arguments. */
    @Nullable Object call(@Nullable Object callee, @Nullable Object arguments)
            throws CheckpointException {
        Object function = callee;
        Object passed = arguments;
        for (int depth = 0; depth < MAX_SUBCLASS_DEPTH; depth++) {
            if (!(function instanceof PickleName name) || !(passed instanceof Object[] values)) {
                throw in.refuse("calls something that cannot be called");
            }
            use(name);
            if (name.role() != Role.SUBCLASS || values.length < 3) {
                return result(name, values);
            }
            function = values[0]; // the values are those of the plain tensor
            passed = values[2];
        }
        throw in.refuse("has a tensor of a subclass of a subclass without end");
    }

    private @Nullable Object result(PickleName name, Object[] arguments)
            throws CheckpointException {
        return switch (name.role()) {
            case TENSOR, OTHER_TENSOR -> new Tensor(name, arguments);
            case PARAMETER -> arguments.length > 0 ? arguments[0] : new Opaque(name.name());
            case DICT -> dict(arguments);
            case MEMBER -> member(arguments);
            case REBUILDER, OPAQUE, SUBCLASS -> new Opaque(name.name());
            case FUNCTION -> throw refuse(name.name());
            case STORAGE -> throw in.refuse("makes a storage inside the pickle");
        };
    }

    /** An object of a class, made without a call of the class. */
    @Nullable Object create(@Nullable Object type, @Nullable Object arguments)
            throws CheckpointException {
        return type instanceof PickleName name && name.role() == Role.FUNCTION
                ? new Opaque(name.name())
                : call(type, arguments);
    }

    private PickleName member(Object[] arguments) throws CheckpointException {
        if (arguments.length == 2
                && arguments[0] instanceof PickleName owner
                && arguments[1] instanceof String name) {
            return name(owner.name(), name);
        }
        throw in.refuse("asks for a part of something that it does not name");
    }

    /** An ordered dict; Python 2 passed its items as a list of pairs. */
    private Dict dict(Object[] arguments) throws CheckpointException {
        Dict dict = new Dict();
        if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
            copied += pairs.size();
            if (copied > in.length()) { // an honest list is copied once, and took a byte an item
                throw in.refuse("copies lists without end");
            }
            budget.spend(2L * PickleStack.PLACE * pairs.size());
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
     * A reference to what lies outside the pickle: ('storage', class, key, device, count[, view]),
     * or something that is no storage and of no use here.
     */
    Object persistent(@Nullable Object id) throws CheckpointException {
        Object[] parts = id instanceof Object[] tuple ? tuple : EMPTY;
        if (parts.length > 1 && "module".equals(parts[0]) && parts[1] instanceof PickleName type) {
            return type; // a class, which the older stream puts beside its source
        }
        if (parts.length == 0 || !"storage".equals(parts[0])) {
            return new Opaque("a part outside the pickle");
        }
        boolean fits =
                parts.length >= 5
                        && parts[1] instanceof PickleName name
                        && name.role() == Role.STORAGE
                        && parts[2] instanceof String key
                        && key.length() <= MAX_KEY_LENGTH
                        && parts[4] instanceof Long count
                        && count >= 0;
        if (!fits) {
            throw in.refuse("refers to a storage in a way that PyTorch does not");
        }
        PickleName type = (PickleName) parts[1];
        use(type);
        return storage(
                Objects.requireNonNull(type.numbers()), (String) parts[2], (Long) parts[4], parts);
    }

    private Storage storage(StorageType numbers, String key, long count, Object[] parts)
            throws CheckpointException {
        long[] view = parts.length > 5 && parts[5] != null ? view(parts[5], count) : null;
        Storage storage =
                view == null
                        ? new Storage(numbers, key, count, 0, count)
                        : new Storage(numbers, key, count, view[0], view[1]);
        Storage before = storages.putIfAbsent(key, storage);
        if (before != null && (!before.numbers().equals(numbers) || before.count() != count)) {
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
}
