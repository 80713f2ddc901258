package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.internal.model.ForwardContext;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.recipe.Objective;
import org.jspecify.annotations.Nullable;

/**
 * The network as it is trained: takes the arrays of {@link TrainingInput}, returns those of {@link
 * io.github.pevl.internal.objective.TrainingScores}. Its parameters are the network's.
 */
final class TrainingBlock extends AbstractBlock {

    private final PevlBlock network;
    private final Objective objective;
    private final Negatives negatives;
    private final MomentumState momentum;
    private volatile @Nullable StepContext step; // null between steps

    TrainingBlock(
            PevlBlock network, Objective objective, MomentumState momentum, Negatives negatives) {
        this.network = addChildBlock("network", network);
        this.objective = objective;
        this.momentum = momentum;
        this.negatives = negatives;
    }

    /** Sets the step that the next batches belong to; null between steps. */
    void setStep(@Nullable StepContext step) {
        this.step = step;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, NDList labels, PairList<String, Object> params) {
        return run(new ForwardContext(store, true), data, TrainingLabels.of(labels).matches());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, boolean training, PairList<String, Object> params) {
        if (objective.matching() > 0) {
            throw new IllegalStateException(
                    "Matching must know which texts are labelled; call"
                            + " Trainer.forward(data, labels).");
        }
        return run(new ForwardContext(store, training), data, null);
    }

    private NDList run(ForwardContext context, NDList data, @Nullable NDArray matchLabels) {
        StepContext current = step;
        if (current == null) {
            throw new IllegalStateException(
                    "A batch belongs to a step; call TrainingStep.start before it and"
                            + " TrainingStep.end after it.");
        }
        BoundNetwork bound = new BoundNetwork(network, context);
        return new TrainingPass(objective, bound, momentum, negatives, current)
                .run(TrainingInput.of(data), matchLabels)
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
