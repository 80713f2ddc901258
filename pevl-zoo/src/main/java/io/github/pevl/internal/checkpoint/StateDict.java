package io.github.pevl.internal.checkpoint;

import io.github.pevl.internal.checkpoint.PickleValues.Dict;
import io.github.pevl.internal.checkpoint.PickleValues.Opaque;
import io.github.pevl.internal.checkpoint.PickleValues.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the tensors in what a PyTorch file's pickle describes. */
final class StateDict {

    /**
     * The entries that hold the tensors, where a file holds other things too; those before go
     * before.
     */
    private static final List<String> PLACES =
            List.of(
                    "model",
                    "state_dict",
                    "model_state_dict",
                    "module",
                    "net",
                    "network",
                    "ema",
                    "model_ema",
                    "state_dict_ema");

    private static final int MAX_PATH_LENGTH = 4;

    private static final int MAX_NOTES = 1000;

    private static final int MAX_NAME_LENGTH = 4096;

    private final Source source;
    private final StoredTensors stored;
    private final Map<String, TensorView> tensors = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final List<String> place = new ArrayList<>();

    private StateDict(Source source, StoredTensors stored) {
        this.source = source;
        this.stored = stored;
    }

    static CheckpointContents read(
            Source source, Checkpoint.Format format, @Nullable Object root, StoredTensors stored)
            throws CheckpointException {
        if (!(root instanceof Dict outer)) {
            throw source.refuse(
                    "holds %s, not a state dict; save model.state_dict(), alone or under 'model'."
                            .formatted(PickleValues.describeWithType(root)));
        }
        StateDict found = new StateDict(source, stored);
        Dict model = found.descend(outer);
        for (int i = 0; i < model.size(); i++) {
            if (model.value(i) instanceof Tensor tensor) {
                found.add(model.key(i), tensor);
            } else {
                found.other(model, i);
            }
        }
        if (found.tensors.isEmpty()) {
            throw found.nothing(model);
        }
        return new CheckpointContents(format, found.tensors, found.notes, found.place());
    }

    /** The dict that holds the tensors; all that is left beside is noted. */
    private Dict descend(Dict root) throws CheckpointException {
        Dict dict = root;
        while (place.size() < MAX_PATH_LENGTH) {
            String key = next(dict);
            if (key == null || !(dict.get(key) instanceof Dict inner)) {
                break;
            }
            for (int i = 0; i < dict.size(); i++) {
                if (!key.equals(dict.key(i))) {
                    note(dict, i);
                }
            }
            place.add(key);
            dict = inner;
        }
        return dict;
    }

    /** The entry of a dict under which the tensors lie, or null if they lie in it. */
    private @Nullable String next(Dict dict) throws CheckpointException {
        for (boolean direct : new boolean[] {true, false}) { // or one level further down
            for (String key : PLACES) {
                if (dict.get(key) instanceof Dict inner
                        && (direct ? holdsTensors(inner) : next(inner, PLACES))) {
                    return key;
                }
            }
        }
        return holdsTensors(dict) ? null : onlyPlace(dict);
    }

    private static boolean next(Dict dict, List<String> places) {
        return places.stream()
                .anyMatch(key -> dict.get(key) instanceof Dict inner && holdsTensors(inner));
    }

    private static boolean holdsTensors(Dict dict) {
        for (int i = 0; i < dict.size(); i++) {
            if (dict.value(i) instanceof Tensor && dict.key(i) instanceof String) {
                return true;
            }
        }
        return false;
    }

    /** The only entry that holds tensors, whatever it is called. */
    private @Nullable String onlyPlace(Dict dict) throws CheckpointException {
        String only = null;
        for (int i = 0; i < dict.size(); i++) {
            if (dict.key(i) instanceof String key
                    && dict.value(i) instanceof Dict inner
                    && inner == dict.get(key)
                    && holdsTensors(inner)) {
                if (only != null && !only.equals(key)) {
                    throw source.refuse(
                            ("holds tensors under %s and under %s; save the model's alone, or under"
                                            + " 'model'.")
                                    .formatted(
                                            CheckpointException.quote(only),
                                            CheckpointException.quote(key)));
                }
                only = key;
            }
        }
        return only;
    }

    private void note(Dict dict, int i) {
        if (notes.size() == MAX_NOTES) {
            notes.put("...", "more entries than are listed");
        }
        if (notes.size() > MAX_NOTES) {
            return;
        }
        List<String> path = new ArrayList<>(place);
        path.add(PickleValues.describe(dict.key(i)));
        notes.put(String.join(".", path), PickleValues.describe(dict.value(i)));
    }

    /** One line of bounded length: keys come from untrusted files. */
    private String place() {
        return CheckpointException.oneLine(PickleValues.describe(String.join(".", place)));
    }

    /** Something between the tensors. */
    private void other(Dict model, int i) throws CheckpointException {
        Object value = model.value(i);
        if (value instanceof Opaque object
                && (object.type().endsWith("Tensor") || object.type().endsWith("Parameter"))) {
            throw stored.unread(
                    PickleValues.describe(model.key(i)),
                    "a " + object.type(),
                    "save a plain tensor in its place");
        }
        note(model, i);
    }

    private CheckpointException nothing(Dict dict) {
        for (String key : PLACES) {
            if (dict.get(key) instanceof Opaque object) {
                return source.refuse(
                        "holds under '%s' %s, not a state dict; save model.state_dict() there."
                                .formatted(key, PickleValues.describeWithType(object)));
            }
        }
        return source.refuse(
                ("holds no tensors, neither at its root nor under one of %s; save"
                                + " model.state_dict(), alone or under 'model'.")
                        .formatted(String.join(", ", PLACES)));
    }

    private void add(@Nullable Object key, Tensor tensor) throws CheckpointException {
        if (!(key instanceof String name) || name.length() > MAX_NAME_LENGTH) {
            throw source.refuse(
                    "names a tensor by something else than a short text; it is damaged.");
        }
        tensors.put(name, stored.view(name, tensor));
        if (tensors.size() > CheckpointContents.MAX_TENSORS) {
            throw source.refuse(
                    "has more than %d tensors; no more are read."
                            .formatted(CheckpointContents.MAX_TENSORS));
        }
    }
}
