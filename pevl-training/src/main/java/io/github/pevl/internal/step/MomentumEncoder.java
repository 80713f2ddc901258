package io.github.pevl.internal.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.compile.Bfloat16Products;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second network whose weights are an exponential moving average of those of the network that is
 * trained. It is frozen, so that its outputs have no gradient graph.
 */
final class MomentumEncoder {

    /** The parts of the network that the original averages. */
    private static final Set<String> PARTS =
            Set.of("visual_encoder", "vision_proj", "text_encoder", "text_proj");

    private final NDManager manager;
    private final PevlBlock network;
    private final ParameterUpdates updates;

    /** Each averaged parameter by the original's name, such as {@code vision_proj_m.bias}. */
    private final Map<String, Average> averages = new LinkedHashMap<>();

    private @Nullable Bfloat16Products products; // null for those of float32
    private final Map<Device, ParameterStore> stores = new HashMap<>();

    /** A parameter that is trained, and the moving average of its values. */
    private record Average(Parameter trained, NDArray values) {}

    /** Copies the values of {@code trained}; the copy belongs to {@code owner}. */
    MomentumEncoder(PevlBlock trained, NDManager owner) {
        manager = owner;
        updates = new ParameterUpdates(owner);
        network = new PevlBlock(trained.config(), trained.added());
        network.freezeParameters(true);
        for (Parameter own : network.getParameters().values()) {
            NDArray values = trained.getParameters().get(own.getName()).getArray();
            own.setInitializer((m, shape, type) -> copy(values, m));
        }
        network.initialize(owner);
        for (Parameter own : network.getParameters().values()) {
            String part = part(own.getName());
            if (PARTS.contains(part)) {
                String name = part + "_m" + own.getName().substring(part.length());
                Parameter source = trained.getParameters().get(own.getName());
                averages.put(name, new Average(source, own.getArray()));
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

    /** From now on linear layers multiply so. */
    void multiply(Bfloat16Products products) {
        this.products = products;
    }

    /**
     * Moves the averages towards the current weights.
     *
     * @param momentum weight of the old average, 0 to below 1
     */
    synchronized void update(double momentum) {
        try (NDManager scope = manager.newSubManager()) {
            NDList olds = new NDList();
            NDList values = new NDList();
            for (Average average : averages.values()) {
                NDArray current = average.trained.getArray().stopGradient();
                current.attach(scope);
                values.add(current);
                olds.add(StateArray.handle("", average.values, scope));
            }
            updates.average(olds, values, momentum);
        }
        dropCopies();
    }

    /** Drops the copies on other devices, which are valid for one step only. */
    private void dropCopies() {
        stores.values().forEach(store -> store.getManager().close());
        stores.clear();
    }

    /** The values on a device. */
    private synchronized ParameterStore store(Device device) {
        return stores.computeIfAbsent(
                device, d -> new ParameterStore(manager.newSubManager(d), false));
    }

    /**
     * What the momentum encoder predicts for a batch.
     *
     * @param features of images and of their first texts, (B, E); null if not requested
     * @param tokens probabilities at the mask positions, (K, vocabulary); null if not requested
     */
    record Targets(@Nullable Features features, @Nullable NDArray tokens) {}

    /**
     * Predicts. The results belong to the manager of the batch's arrays; all else is closed.
     *
     * @param contrast whether features are requested
     * @param masked whether probabilities of masked tokens are requested
     * @param training whether dropout is active, as it is in the original's momentum models
     */
    Targets targets(
            TrainingInput in,
            TextsPerImage perImage,
            boolean contrast,
            boolean masked,
            boolean training) {
        ForwardPass exact = network.pass(store(in.images().getDevice()), training);
        NDManager owner = in.images().getManager();
        try (NDManager scope = owner.newSubManager()) {
            in.toList().tempAttach(scope);
            ForwardPass pass = products == null ? exact : exact.multiplying(products.pass(scope));
            NDArray image = pass.encodeImage(in.images());
            Features features = null;
            if (contrast) {
                features = features(pass, in, image, perImage);
                features.images().attach(owner);
                features.texts().attach(owner);
            }
            NDArray tokens = null;
            if (masked) {
                tokens = TrainingPass.predictMasked(pass, in, image, perImage).softmax(1);
                tokens.attach(owner);
            }
            return new Targets(features, tokens);
        }
    }

    private static Features features(
            ForwardPass pass, TrainingInput in, NDArray image, TextsPerImage perImage) {
        NDArray words = pass.encodeText(perImage.first(in.ids()), perImage.first(in.mask()));
        return Features.of(pass, image, words);
    }

    /** The averages by the original's names. */
    NDList state(NDManager owner) {
        NDList state = new NDList();
        averages.forEach(
                (name, average) -> state.add(StateArray.handle(name, average.values, owner)));
        return state;
    }

    /** Checks that a state has all averages. */
    void check(NDList state) {
        averages.forEach(
                (name, average) ->
                        StateArray.require(
                                state, name, average.values.getShape(), DataType.FLOAT32));
    }

    /** Restores a checked state. */
    synchronized void restore(NDList state) {
        averages.forEach((name, average) -> StateArray.write(average.values, state.get(name)));
        dropCopies();
    }
}
