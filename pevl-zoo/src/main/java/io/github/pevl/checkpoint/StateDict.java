package io.github.pevl.checkpoint;

import io.github.pevl.checkpoint.Pickled.Dict;
import io.github.pevl.checkpoint.Pickled.Storage;
import io.github.pevl.checkpoint.Pickled.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the tensors in what a PyTorch file's pickle describes. */
final class StateDict {

    /** The root's entry that holds the tensors, where the root holds other things too. */
    private static final String MODEL = "model";

    private static final int LONGEST_NAME = 4096;

    /** Where the numbers of a storage lie. */
    @FunctionalInterface
    interface Regions {
        Region of(Storage storage) throws CheckpointException;
    }

    private final Source source;
    private final Regions regions;
    private final Map<String, TensorView> tensors = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    private StateDict(Source source, Regions regions) {
        this.source = source;
        this.regions = regions;
    }

    static Contents read(Source source, Checkpoint.Format format, Object root, Regions regions)
            throws CheckpointException {
        if (!(root instanceof Dict outer)) {
            throw source.refuse(
                    "holds a %s, not a state dict; save model.state_dict(), alone or under 'model'."
                            .formatted(Pickled.describe(root)));
        }
        StateDict found = new StateDict(source, regions);
        boolean nested = outer.get(MODEL) instanceof Dict;
        for (int i = 0; i < outer.size(); i++) {
            Object value = outer.value(i);
            if (nested && MODEL.equals(outer.key(i))) {
                continue;
            }
            if (!nested && value instanceof Tensor tensor) {
                found.add(outer.key(i), tensor);
            } else {
                found.notes.put(Pickled.describe(outer.key(i)), Pickled.describe(value));
            }
        }
        if (nested) {
            Dict model = (Dict) outer.get(MODEL);
            for (int i = 0; i < model.size(); i++) {
                if (model.value(i) instanceof Tensor tensor) {
                    found.add(model.key(i), tensor);
                }
            }
        }
        if (found.tensors.isEmpty()) {
            throw source.refuse("holds no tensors, neither under 'model' nor at its root.");
        }
        return new Contents(format, found.tensors, found.notes);
    }

    private void add(Object key, Tensor tensor) throws CheckpointException {
        if (!(key instanceof String name) || name.length() > LONGEST_NAME) {
            throw source.refuse(
                    "names a tensor by something else than a short text; it is damaged.");
        }
        Object[] call = tensor.arguments();
        boolean fits =
                call.length >= 4
                        && call[0] instanceof Storage
                        && call[1] instanceof Long
                        && call[2] instanceof Object[] shape
                        && call[3] instanceof Object[] strides
                        && shape.length == strides.length
                        && shape.length <= TensorView.MOST_AXES;
        if (!fits) {
            throw malformed(name);
        }
        Storage storage = (Storage) call[0];
        long[] shape = numbers(name, (Object[]) call[2]);
        long[] strides = numbers(name, (Object[]) call[3]);
        Region region = regions.of(storage);
        TensorView view =
                TensorView.of(source, name, storage.type(), region, (Long) call[1], shape, strides);
        tensors.put(name, view);
        if (tensors.size() > Contents.MOST_TENSORS) {
            throw source.refuse(
                    "has more than %d tensors; no more are read.".formatted(Contents.MOST_TENSORS));
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
