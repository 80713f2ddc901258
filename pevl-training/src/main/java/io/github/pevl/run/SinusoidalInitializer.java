package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;

/**
 * First values for a network that learns from nothing. Drawn at random, the 512 position tokens
 * have no order and the patches hardly a place, and a small network does not find them in hours; so
 * both begin as sines and cosines of where they are. Only first values: the network is the same.
 */
final class SinusoidalInitializer {

    /** Strong enough to stand out from the pixels' own values. */
    private static final float PATCH_AMPLITUDE = 0.5f;

    /** Three times the deviation of the other tokens' vectors. */
    private static final float TOKEN_AMPLITUDE = 0.06f;

    /** The shortest wave of a bin is this share of the image. */
    private static final double SHORTEST_WAVE = 1.0 / 32;

    private SinusoidalInitializer() {}

    /** Gives every parameter its first value; repeatable after {@code Engine.setRandomSeed}. */
    static void initialise(PevlBlock block, PevlVocabulary vocabulary, NDManager manager) {
        for (Parameter parameter : block.getParameters().values()) {
            if (isProjection(parameter)) {
                double in = (double) parameter.getShape().size() / parameter.getShape().get(0);
                parameter.setInitializer(new NormalInitializer((float) (1 / Math.sqrt(in))));
            }
        }
        PevlConfig config = block.config();
        set(
                block,
                "visual_encoder.pos_embed",
                (m, shape, type) -> aligned(m, patches(config), shape));
        set(
                block,
                "text_encoder.bert.embeddings.position_embeddings.weight",
                (m, shape, type) -> aligned(m, places(shape), shape));
        int first = (int) vocabulary.firstPositionId();
        Parameter words =
                block.getParameters().get("text_encoder.bert.embeddings.word_embeddings.weight");
        Initializer random = words.getInitializer();
        words.setInitializer((m, shape, type) -> words(m, shape, type, random, first));
        block.initialize(manager);
    }

    private static boolean isProjection(Parameter parameter) {
        return parameter.getType() == Parameter.Type.WEIGHT
                && parameter.getName().endsWith(".weight")
                && !parameter.getName().contains("embeddings");
    }

    private static void set(PevlBlock block, String name, Initializer initializer) {
        block.getParameters().get(name).setInitializer(initializer);
    }

    /**
     * The values in the engine's own memory. What DJL makes of a Java array lies where Java put it,
     * and matrix products round differently at other alignments: no run could be repeated bit by
     * bit.
     */
    private static NDArray aligned(NDManager manager, float[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }

    private static NDArray words(
            NDManager manager, Shape shape, DataType type, Initializer random, int first) {
        int width = (int) shape.get(1);
        NDArray table = random.initialize(manager, shape, type);
        float[] values = table.toFloatArray();
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            double place = (bin + 0.5) / PositionTokens.BINS;
            wave(values, (first + bin) * width, width, place, SHORTEST_WAVE, TOKEN_AMPLITUDE);
        }
        table.close();
        return aligned(manager, values, shape);
    }

    /** A token's place in the text: waves from two tokens to twice the longest text. */
    private static float[] places(Shape shape) {
        int length = (int) shape.get(0);
        int width = (int) shape.get(1);
        float[] values = new float[length * width];
        for (int i = 0; i < length; i++) {
            wave(values, i * width, width, (double) i / length, 2.0 / length, TOKEN_AMPLITUDE);
        }
        return values;
    }

    /**
     * The class token has no place; a patch has its column in one half and its row in the other.
     */
    private static float[] patches(PevlConfig config) {
        int width = config.visionWidth();
        int grid = config.imageSide() / config.patchSide();
        int half = width / 2;
        float[] values = new float[(1 + grid * grid) * width];
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                int at = (1 + row * grid + column) * width;
                double wave = 2.0 / grid; // two patches: the shortest that the grid can show
                wave(values, at, half, (column + 0.5) / grid, wave, PATCH_AMPLITUDE);
                wave(values, at + half, half, (row + 0.5) / grid, wave, PATCH_AMPLITUDE);
            }
        }
        return values;
    }

    /** Pairs of sine and cosine of a place in 0..1, from a wave of 2 down to the shortest. */
    private static void wave(
            float[] values, int at, int width, double place, double shortest, float amplitude) {
        int pairs = width / 2;
        for (int i = 0; i < pairs; i++) {
            double share = pairs == 1 ? 0 : (double) i / (pairs - 1);
            double length = 2 * Math.pow(shortest / 2, share);
            double angle = 2 * Math.PI * place / length;
            values[at + 2 * i] = (float) (amplitude * Math.sin(angle));
            values[at + 2 * i + 1] = (float) (amplitude * Math.cos(angle));
        }
    }
}
