package io.github.pevl.internal.step;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.internal.compile.Bfloat16Products;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.model.RecomputedImages;
import io.github.pevl.recipe.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The network as it is trained: takes the arrays of {@link TrainingInput}, returns those of {@link
 * io.github.pevl.internal.objective.TrainingScores}. Its parameters are the network's.
 *
 * <p>DJL's {@code Trainer.evaluate} passes no labels. A batch to validate on therefore carries the
 * match labels behind its input, as {@link TrainingInput#withMatches} puts them.
 */
final class TrainingBlock extends AbstractBlock {

    private final PevlBlock network;
    private final Objective objective;
    private final Negatives negatives;
    private final MomentumState momentum;
    private final StepContext validation;
    private Supplier<StepContext> starter = TrainingBlock::requireStep;
    private volatile @Nullable StepContext step; // null between steps
    private int batches;
    private volatile boolean recomputes;
    private volatile @Nullable Bfloat16Products products; // null for those of float32

    /** Images of this step whose gradients are not yet those of the encoder. */
    private final List<RecomputedImages> recomputed = new ArrayList<>();

    /**
     * Makes the block.
     *
     * @param validation what batches have that are evaluated between steps
     */
    TrainingBlock(
            PevlBlock network,
            Objective objective,
            MomentumState momentum,
            Negatives negatives,
            StepContext validation) {
        this.network = addChildBlock("network", network);
        this.objective = objective;
        this.momentum = momentum;
        this.negatives = negatives;
        this.validation = validation;
    }

    /** Sets the step that the next batches belong to; null between steps. */
    synchronized void setStep(@Nullable StepContext step) {
        this.step = step;
        batches = 0;
        recomputed.clear();
    }

    /** From now on images are encoded again instead of keeping what their gradient needs. */
    void recompute() {
        recomputes = true;
    }

    /** From now on linear layers multiply so. */
    void multiply(Bfloat16Products products) {
        this.products = products;
    }

    /** Computes what is left of the gradients of the step's batches. */
    synchronized void completeGradients(Engine engine) {
        if (recomputed.isEmpty()) {
            return;
        }
        try (GradientCollector collector = engine.newGradientCollector()) {
            recomputed.forEach(images -> images.backward(collector));
        } finally {
            recomputed.clear();
        }
    }

    private synchronized void keep(RecomputedImages images) {
        recomputed.add(images);
    }

    /** Sets what starts a step when a batch comes between steps. */
    void setStarter(Supplier<StepContext> starter) {
        this.starter = starter;
    }

    /** The number of batches of the current step that were trained on. */
    synchronized int batches() {
        return batches;
    }

    private static StepContext requireStep() {
        throw new IllegalStateException(
                "A batch belongs to a step; call TrainingStep.start before it and"
                        + " TrainingStep.end after it.");
    }

    private synchronized StepContext current() {
        StepContext open = step;
        StepContext current = open == null ? starter.get() : open;
        batches++;
        return current;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, NDList labels, PairList<String, Object> params) {
        NDArray matches = TrainingLabels.of(labels).matches();
        return run(network.pass(store, true), current(), TrainingInput.of(data), matches);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, boolean training, PairList<String, Object> params) {
        TrainingInput input = TrainingInput.of(data);
        NDArray matches = TrainingInput.matches(data);
        if (objective.matching() > 0 && matches == null) {
            throw new IllegalStateException(
                    "Matching must know which texts are labelled; call"
                            + " Trainer.forward(data, labels).");
        }
        StepContext open = step;
        StepContext context = training ? current() : open == null ? validation : open;
        return run(network.pass(store, training), context, input, matches);
    }

    private NDList run(
            ForwardPass pass, StepContext current, TrainingInput input, @Nullable NDArray matches) {
        Bfloat16Products cheap = products;
        ForwardPass chosen =
                cheap == null ? pass : pass.multiplying(cheap.pass(input.images().getManager()));
        ForwardPass own = recomputes && pass.training() ? chosen.recomputing(this::keep) : chosen;
        return new TrainingPass(objective, own, momentum, negatives, current)
                .run(input, matches)
                .toList();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager);
    }

    /** Not known in advance: they depend on how many tokens are masked. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException(
                "The output shapes of a training step depend on the batch; run it to see them.");
    }
}
