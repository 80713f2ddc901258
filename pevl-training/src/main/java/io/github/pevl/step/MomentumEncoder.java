package io.github.pevl.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.model.PevlBlock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A second network that follows the one that learns: an exponential moving average of its weights.
 * It is frozen, so that nothing it computes has a gradient graph.
 */
final class MomentumEncoder {

    /** The parts of the network that have twins in the original. */
    private static final Set<String> PARTS =
            Set.of("visual_encoder", "vision_proj", "text_encoder", "text_proj");

    private final NDManager manager;
    private final PevlBlock twin;

    /** The learner's parameters, and the twin's of the same place, by the twin's names. */
    private final Map<String, Pair> pairs = new LinkedHashMap<>();

    private final Map<Device, ParameterStore> stores = new HashMap<>();

    private record Pair(Parameter learner, NDArray twin) {}

    /** Makes a twin with the values that {@code learner} has; they belong to {@code owner}. */
    MomentumEncoder(PevlBlock learner, NDManager owner) {
        manager = owner;
        twin = new PevlBlock(learner.config());
        twin.freezeParameters(true);
        for (Parameter own : twin.getParameters().values()) {
            NDArray values = learner.getParameters().get(own.getName()).getArray();
            own.setInitializer((m, shape, type) -> copy(values, m));
        }
        twin.initialize(owner);
        for (Parameter own : twin.getParameters().values()) {
            String part = part(own.getName());
            if (PARTS.contains(part)) {
                String name = part + "_m" + own.getName().substring(part.length());
                Parameter followed = learner.getParameters().get(own.getName());
                pairs.put(name, new Pair(followed, own.getArray()));
            }
        }
    }

    private static NDArray copy(NDArray values, NDManager owner) {
        NDArray copy = values.duplicate();
        copy.attach(owner);
        return copy;
    }

    private static String part(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /**
     * Moves towards the learner's present weights.
     *
     * @param momentum what the twin keeps of itself, 0 to below 1
     */
    synchronized void follow(double momentum) {
        for (Pair pair : pairs.values()) {
            // Without stopGradient the average would join the learner's graph and grow each step.
            try (NDArray values = pair.learner.getArray().stopGradient();
                    NDArray share = values.mul(1 - momentum)) {
                pair.twin.muli(momentum).addi(share);
            }
        }
        dropCopies();
    }

    /** Copies on other devices are of use for one step only. */
    private void dropCopies() {
        stores.values().forEach(store -> store.getManager().close());
        stores.clear();
    }

    /** The twin's values on a device. */
    private synchronized ParameterStore store(Device device) {
        return stores.computeIfAbsent(
                device, d -> new ParameterStore(manager.newSubManager(d), false));
    }

    /**
     * What the twin makes of a batch.
     *
     * @param features of images and of their first texts, (B, E); null if not asked for
     * @param words its probabilities at the hidden places, (K, vocabulary); null if not asked for
     */
    record Look(Features features, NDArray words) {}

    /**
     * Looks at a batch. The results belong to the manager of the batch's arrays; all else is
     * closed.
     *
     * @param contrast whether features are asked for
     * @param fill whether probabilities of words are asked for
     * @param training whether dropout acts, as it does in the original's twins
     */
    Look look(
            TrainingInput in,
            TextsPerImage shares,
            boolean contrast,
            boolean fill,
            boolean training) {
        Side side = new Side(twin, store(in.images().getDevice()), training);
        NDManager owner = in.images().getManager();
        try (NDManager scope = owner.newSubManager()) {
            in.toList().tempAttach(scope);
            NDArray image = side.image(in.images());
            Features features = contrast ? features(side, in, image, shares) : null;
            NDArray words = fill ? side.fill(in, image, shares).softmax(1) : null;
            if (contrast) {
                features.images().attach(owner);
                features.texts().attach(owner);
            }
            if (fill) {
                words.attach(owner);
            }
            return new Look(features, words);
        }
    }

    private static Features features(
            Side side, TrainingInput in, NDArray image, TextsPerImage shares) {
        NDArray words = side.words(shares.first(in.ids()), shares.first(in.mask()));
        return new Features(side.imageFeature(image), side.textFeature(words));
    }

    /** The twin's values by the original's names. */
    NDList state(NDManager owner) {
        NDList state = new NDList();
        pairs.forEach((name, pair) -> state.add(States.handle(name, pair.twin, owner)));
        return state;
    }

    /** Checks that a state has the twin's arrays. */
    void check(NDList state) {
        pairs.forEach(
                (name, pair) ->
                        States.require(state, name, pair.twin.getShape(), DataType.FLOAT32));
    }

    /** Takes over a checked state. */
    synchronized void restore(NDList state) {
        pairs.forEach((name, pair) -> States.write(pair.twin, state.get(name)));
        dropCopies();
    }
}
