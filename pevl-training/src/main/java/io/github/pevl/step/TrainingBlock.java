package io.github.pevl.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.data.TrainingLabels;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.objective.Objective;
import java.util.SplittableRandom;

/**
 * The network as it is trained: takes the arrays of {@link TrainingInput}, returns those of {@link
 * io.github.pevl.objective.TrainingScores}. Its parameters are the network's.
 */
final class TrainingBlock extends AbstractBlock {

    private static final String TEMPERATURE = "temp";
    private static final float LEAST_TEMPERATURE = 0.001f;
    private static final float MOST_TEMPERATURE = 0.5f;

    private final PevlBlock network;
    private final Objective objective;
    private final Negatives negatives;
    private final MomentumState memory;
    private volatile Moment moment;

    /**
     * What is particular to one step.
     *
     * @param chance seed of all that is drawn
     * @param distillation the twin's share in targets, 0 to 1
     */
    record Moment(long chance, double distillation) {}

    /** Makes the block; {@code memory} has a twin and queues if the objective needs them. */
    TrainingBlock(
            PevlBlock network, Objective objective, MomentumState memory, Negatives negatives) {
        this.network = addChildBlock("network", network);
        this.objective = objective;
        this.memory = memory;
        this.negatives = negatives;
    }

    /** Sets what the next passes belong to; null between steps. */
    void setMoment(Moment moment) {
        this.moment = moment;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, NDList labels, PairList<String, Object> params) {
        return run(store, TrainingInput.of(data), TrainingLabels.of(labels).matches(), true);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, boolean training, PairList<String, Object> params) {
        if (objective.matching() > 0) {
            throw new IllegalStateException(
                    "Matching needs to know which texts are labelled; call"
                            + " Trainer.forward(data, labels).");
        }
        return run(store, TrainingInput.of(data), null, training);
    }

    private NDList run(ParameterStore store, TrainingInput in, NDArray matches, boolean training) {
        Moment now = moment;
        if (now == null) {
            throw new IllegalStateException(
                    "A pass belongs to a step; call TrainingStep.begin before it and end after.");
        }
        Device device = in.images().getDevice();
        Side side = new Side(network, store, training);
        TextsPerImage shares = TextsPerImage.of(in.counts());
        NDArray temperature =
                store.getValue(network.getParameters().get(TEMPERATURE), device, training);
        boolean contrast = objective.contrast() > 0;
        if (contrast) {
            clamp(temperature);
        }
        boolean distils = now.distillation() > 0;
        MomentumEncoder.Look look =
                memory.look(in, shares, distils && objective.distilsWords(), training);
        TrainingPass.Comparison comparison =
                new TrainingPass.Comparison(
                        look.features(),
                        contrast ? memory.columns(look.features()) : null,
                        temperature,
                        distils);
        TrainingPass.Matching matching =
                new TrainingPass.Matching(matches, negatives, chance(now, device));
        return new TrainingPass(objective, side, in, shares)
                .run(comparison, matching, look.words())
                .toList();
    }

    /** On several devices each batch has a chance of its own. */
    private static SplittableRandom chance(Moment now, Device device) {
        return new SplittableRandom(now.chance() + Math.max(0, device.getDeviceId()));
    }

    /** Holds the temperature in its range, on the device in use, before it is read. */
    private static void clamp(NDArray temperature) {
        float value = temperature.getFloat();
        float kept = Math.min(MOST_TEMPERATURE, Math.max(LEAST_TEMPERATURE, value));
        if (kept != value) {
            // The same value without the graph: a parameter itself must not be written in place.
            try (NDArray values = temperature.stopGradient()) {
                values.muli(0).addi(kept);
            }
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager);
    }

    /** Not known beforehand: they depend on how many tokens are hidden. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException(
                "The shapes of a training pass depend on the batch; run it to see them.");
    }
}
