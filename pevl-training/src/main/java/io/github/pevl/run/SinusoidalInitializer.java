package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.function.Predicate;

/**
 * Initial values for a network that is trained from scratch. If they were random, the 512 position
 * tokens would have no order and the patches hardly a position, which a small network does not
 * learn in hours. So both start as sines and cosines of their positions. The architecture is
 * unchanged.
 */
final class SinusoidalInitializer {

    private static final String PATCHES = "visual_encoder.pos_embed";
    private static final String POSITIONS =
            "text_encoder.bert.embeddings.position_embeddings.weight";
    private static final String WORDS = "text_encoder.bert.embeddings.word_embeddings.weight";

    /** Large enough compared with the values of the pixels. */
    private static final float PATCH_AMPLITUDE = 0.5f;

    /** Standard deviation of the vectors of words, as the network has it. */
    private static final float WORD_DEVIATION = 0.02f;

    /** Three times that of other tokens' vectors. */
    private static final float TOKEN_AMPLITUDE = 0.06f;

    /** The shortest wavelength of bins, as a share of the image. */
    private static final double SHORTEST_WAVE = 1.0 / 32;

    private SinusoidalInitializer() {}

    /** Initialises every parameter, reproducibly after {@code Engine.setRandomSeed}. */
    static void initialise(PevlBlock block, PevlVocabulary vocabulary, NDManager manager) {
        initializers(vocabulary)
                .forEach(pair -> block.setInitializer(pair.getKey(), pair.getValue()));
        block.initialize(manager);
    }

    /** Initialisers and the parameters that they are for; the others keep those of the network. */
    static PairList<Initializer, Predicate<Parameter>> initializers(PevlVocabulary vocabulary) {
        PairList<Initializer, Predicate<Parameter>> all = new PairList<>();
        all.add(SinusoidalInitializer::projection, SinusoidalInitializer::isProjection);
        all.add((m, shape, type) -> aligned(m, patches(shape), shape), named(PATCHES));
        all.add((m, shape, type) -> aligned(m, positions(shape), shape), named(POSITIONS));
        int first = (int) vocabulary.firstPositionId();
        Initializer random = new NormalInitializer(WORD_DEVIATION);
        all.add((m, shape, type) -> words(m, shape, type, random, first), named(WORDS));
        return all;
    }

    private static NDArray projection(NDManager manager, Shape shape, DataType type) {
        double in = (double) shape.size() / shape.get(0);
        return new NormalInitializer((float) (1 / Math.sqrt(in))).initialize(manager, shape, type);
    }

    private static boolean isProjection(Parameter parameter) {
        return parameter.getType() == Parameter.Type.WEIGHT
                && parameter.getName().endsWith(".weight")
                && !parameter.getName().contains("embeddings");
    }

    private static Predicate<Parameter> named(String name) {
        return parameter -> parameter.getName().equals(name);
    }

    /**
     * Copies values into the engine's own memory. An array that DJL makes from a Java array stays
     * in Java's memory, and matrix products round differently at other alignments: no run would be
     * reproducible bit by bit.
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
            double position = (bin + 0.5) / PositionTokens.BINS;
            wave(values, (first + bin) * width, width, position, SHORTEST_WAVE, TOKEN_AMPLITUDE);
        }
        table.close();
        return aligned(manager, values, shape);
    }

    /** The index of a token in the text: waves from two tokens to twice the longest text. */
    private static float[] positions(Shape shape) {
        int length = (int) shape.get(0);
        int width = (int) shape.get(1);
        float[] values = new float[length * width];
        for (int i = 0; i < length; i++) {
            wave(values, i * width, width, (double) i / length, 2.0 / length, TOKEN_AMPLITUDE);
        }
        return values;
    }

    /**
     * A patch has its column in one half of the vector and its row in the other. The class token
     * has no position.
     */
    private static float[] patches(Shape shape) {
        int width = (int) shape.get(2);
        int grid = (int) Math.round(Math.sqrt((double) shape.get(1) - 1));
        int half = width / 2;
        float[] values = new float[(1 + grid * grid) * width];
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                int at = (1 + row * grid + column) * width;
                double wave =
                        2.0 / grid; // two patches: the shortest one that the grid can represent
                wave(values, at, half, (column + 0.5) / grid, wave, PATCH_AMPLITUDE);
                wave(values, at + half, half, (row + 0.5) / grid, wave, PATCH_AMPLITUDE);
            }
        }
        return values;
    }

    /** Pairs of sine and cosine of a position in 0..1, for wavelengths from 2 to the shortest. */
    private static void wave(
            float[] values, int at, int width, double position, double shortest, float amplitude) {
        int pairs = width / 2;
        for (int i = 0; i < pairs; i++) {
            double share = pairs == 1 ? 0 : (double) i / (pairs - 1);
            double length = 2 * Math.pow(shortest / 2, share);
            double angle = 2 * Math.PI * position / length;
            values[at + 2 * i] = (float) (amplitude * Math.sin(angle));
            values[at + 2 * i + 1] = (float) (amplitude * Math.cos(angle));
        }
    }
}
