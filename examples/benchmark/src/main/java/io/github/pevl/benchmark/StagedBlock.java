package io.github.pevl.benchmark;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.model.PevlBlock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures the parts of a network by the parameters that it reads: each read ends the time of the
 * part before it. For one thread.
 */
final class StagedBlock extends AbstractBlock {

    /** A part of the network. */
    enum Stage {
        /** The visual encoder. */
        IMAGE,
        /** The text encoder's layers without cross-attention. */
        TEXT,
        /** The text encoder's layers with cross-attention to the image. */
        FUSION,
        /** Predicting masks, or matching. */
        HEADS
    }

    private static final String LAYER = "text_encoder.bert.encoder.layer.";

    private final PevlBlock block;
    private final LongSupplier clock;
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private Stage stage = Stage.IMAGE;
    private long since;

    /**
     * Wraps a network.
     *
     * @param clock nanoseconds
     */
    StagedBlock(PevlBlock block, LongSupplier clock) {
        this.block = block;
        this.clock = clock;
    }

    /** The network itself. */
    PevlBlock block() {
        return block;
    }

    /** Nanoseconds spent on each part since the last call of this method. */
    Map<Stage, Long> take() {
        Map<Stage, Long> taken = new EnumMap<>(nanos);
        nanos.clear();
        return taken;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        since = clock.getAsLong();
        stage = Stage.IMAGE;
        NDList scores =
                block.forward(
                        new ObservedParameters(
                                store,
                                inputs.head().getManager(),
                                parameter -> enter(stage(parameter))),
                        inputs,
                        training);
        enter(stage);
        return scores;
    }

    private void enter(Stage next) {
        long now = clock.getAsLong();
        nanos.merge(stage, now - since, Long::sum);
        since = now;
        stage = next;
    }

    /** The word embeddings serve text encoder and heads: they count for the current part. */
    private Stage stage(String parameter) {
        if (parameter.startsWith("visual_encoder.")) {
            return Stage.IMAGE;
        }
        if (parameter.startsWith(LAYER)) {
            String rest = parameter.substring(LAYER.length());
            int layer = Integer.parseInt(rest.substring(0, rest.indexOf('.')));
            return layer < block.config().fusionLayer() ? Stage.TEXT : Stage.FUSION;
        }
        if (parameter.contains(".cls.") || parameter.startsWith("itm_head")) {
            return Stage.HEADS;
        }
        return stage == Stage.HEADS ? Stage.HEADS : Stage.TEXT;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return block.getOutputShapes(inputShapes);
    }
}
