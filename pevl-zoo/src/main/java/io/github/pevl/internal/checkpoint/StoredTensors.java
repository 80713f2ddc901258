package io.github.pevl.internal.checkpoint;

import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.PickleValues.Dict;
import io.github.pevl.internal.checkpoint.PickleValues.Storage;
import io.github.pevl.internal.checkpoint.PickleValues.Tensor;
import java.util.Map;

/** Turns the calls that rebuild tensors into views of the storages of a file. */
final class StoredTensors {

    /** Finds the bytes of a storage. */
    @FunctionalInterface
    interface Ranges {
        ByteRange of(Storage storage) throws CheckpointException;
    }

    /** A kind of tensor without a plain storage, and what to save instead. */
    private record Kind(String name, String remedy) {}

    private static final String PLAIN = "save a plain tensor in its place";

    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    Map.entry("_rebuild_sparse_tensor", new Kind("sparse", "save its to_dense()")),
                    Map.entry(
                            "_rebuild_sparse_csr_tensor",
                            new Kind("sparse", "save its to_dense()")),
                    Map.entry("_rebuild_qtensor", new Kind("quantized", "save its dequantize()")),
                    Map.entry(
                            "_rebuild_meta_tensor_no_storage",
                            new Kind(
                                    "on the device meta, without values",
                                    "save the model after its weights were loaded")),
                    Map.entry("_rebuild_nested_tensor", new Kind("nested", PLAIN)),
                    Map.entry(
                            "_rebuild_wrapper_subclass",
                            new Kind(
                                    "a wrapper subclass, such as a distributed tensor",
                                    "gather it and save a plain tensor")),
                    Map.entry(
                            "_rebuild_device_tensor_from_numpy",
                            new Kind("of another device than CPU and GPU", "save its cpu()")),
                    Map.entry(
                            "_rebuild_xla_tensor",
                            new Kind("of another device than CPU and GPU", "save its cpu()")));

    private final Source source;
    private final Ranges ranges;

    StoredTensors(Source source, Ranges ranges) {
        this.source = source;
        this.ranges = ranges;
    }

    /**
     * The view that a call describes.
     *
     * @throws CheckpointException if it leaves its storage, or is of a kind that is not read
     */
    TensorView view(String name, Tensor tensor) throws CheckpointException {
        PickleName function = tensor.function();
        if (function.role() == PickleName.Role.OTHER_TENSOR) {
            Kind unknown = new Kind("built by " + function.name(), PLAIN);
            Kind kind = KINDS.getOrDefault(function.simpleName(), unknown);
            throw unread(name, kind.name(), kind.remedy());
        }
        Object[] call = tensor.arguments();
        boolean fits =
                call.length >= 4
                        && call[0] instanceof Storage
                        && call[1] instanceof Long
                        && call[2] instanceof Object[] shape
                        && call[3] instanceof Object[] strides
                        && shape.length == strides.length
                        && shape.length <= TensorView.MAX_AXES;
        if (!fits) {
            throw malformed(name);
        }
        boolean named = function.simpleName().equals("_rebuild_tensor_v3");
        requireNoBits(name, call, named ? 7 : 6);
        Storage storage = (Storage) call[0];
        ElementType type = type(name, storage.numbers(), named ? call : new Object[0]);
        return TensorView.of(
                source,
                name,
                type,
                ranges.of(storage),
                (Long) call[1],
                numbers(name, (Object[]) call[2]),
                numbers(name, (Object[]) call[3]));
    }

    /** The refusal of a tensor whose kind is not read. */
    CheckpointException unread(String name, String kind, String remedy) {
        return source.refuse(
                "tensor %s is %s, which is not read; %s."
                        .formatted(CheckpointException.quote(name), kind, remedy));
    }

    /** The type of the elements: that of the storage, or what the call names, its seventh. */
    private ElementType type(String name, StorageType numbers, Object[] call)
            throws CheckpointException {
        String label = numbers.label();
        ElementType type = numbers.element();
        if (call.length > 6 && call[6] instanceof PickleName named) {
            label = named.simpleName();
            type = ElementType.ofLabel(label);
        }
        if (type == null) {
            String remedy =
                    label.startsWith("complex")
                            ? "save torch.view_as_real of it"
                            : "save its float() or long()";
            throw unread(name, "of " + label, remedy);
        }
        return type;
    }

    /** Bits that say that values are to be negated, or conjugated, when they are read. */
    private void requireNoBits(String name, Object[] call, int at) throws CheckpointException {
        if (call.length > at && call[at] instanceof Dict bits) {
            for (String bit : new String[] {"neg", "conj"}) {
                if (Boolean.TRUE.equals(bits.get(bit))) {
                    throw unread(
                            name,
                            "a view with the lazy bit '%s'".formatted(bit),
                            "save its resolve_neg().resolve_conj()");
                }
            }
        }
    }

    private long[] numbers(String name, Object[] values) throws CheckpointException {
        long[] numbers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] instanceof Long number)) {
                throw malformed(name);
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private CheckpointException malformed(String name) {
        return source.refuse(
                "describes tensor %s in a way that PyTorch does not; the file is damaged."
                        .formatted(CheckpointException.quote(name)));
    }
}
