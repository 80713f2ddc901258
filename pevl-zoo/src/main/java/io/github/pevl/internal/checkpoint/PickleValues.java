package io.github.pevl.internal.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a pickle, besides Java's own Long, Double, Boolean, String, null for None, List for
 * a list and Object[] for a tuple. None of these has a deep {@code equals} or {@code hashCode}: a
 * hostile pickle nests and shares without end.
 */
final class PickleValues {

    private PickleValues() {}

    /** A dict: keys and values in turn, as they were set. */
    static final class Dict {
        private final List<@Nullable Object> items = new ArrayList<>(0);

        void put(@Nullable Object key, @Nullable Object value) {
            items.add(key);
            items.add(value);
        }

        int size() {
            return items.size() / 2;
        }

        @Nullable Object key(int i) {
            return items.get(2 * i);
        }

        @Nullable Object value(int i) {
            return items.get(2 * i + 1);
        }

        /** The value last set for a key, or null. */
        @Nullable Object get(String key) {
            for (int i = size() - 1; i >= 0; i--) {
                if (key.equals(key(i))) {
                    return value(i);
                }
            }
            return null;
        }
    }

    /** A storage outside the pickle, or (in old files) a view of a part of it. */
    record Storage(StorageType numbers, String key, long count, long viewOffset, long viewCount) {}

    /**
     * A call that rebuilds a tensor, not yet checked: of {@code _rebuild_tensor_v2}, say, and
     * (storage, offset, sizes, strides, ...).
     */
    static final class Tensor {
        private final PickleName function;
        private final Object[] arguments;

        Tensor(PickleName function, Object[] arguments) {
            this.function = function;
            this.arguments = arguments;
        }

        PickleName function() {
            return function;
        }

        Object[] arguments() {
            return arguments;
        }
    }

    /** A value that is not needed and not parsed: this class, or an object made by it. */
    record Opaque(String type) {

        /** A value whose class does not matter. */
        static final Opaque THING = new Opaque("object");
    }

    /** The same, with the class of an object. */
    static String describeWithType(@Nullable Object value) {
        return value instanceof Opaque object
                ? "an object made by %s".formatted(CheckpointException.quote(object.type()))
                : "a " + describe(value);
    }

    /** One line about a value, without its contents. */
    static String describe(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof String text) {
            return text.length() > 200 ? text.substring(0, 200) + "…" : text;
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            return "list of " + list.size();
        }
        if (value instanceof Object[] tuple) {
            return "tuple of " + tuple.length;
        }
        if (value instanceof Dict dict) {
            return "dict of " + dict.size();
        }
        return value instanceof Tensor ? "tensor" : "object";
    }
}
