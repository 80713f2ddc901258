package io.github.pevl.internal.compile;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Compares the answers of an archive, on this machine, with those of the network it was compiled
 * from.
 */
public final class ArchiveCheck {

    private static final long SEED = 15;

    private static final int TEXTS = 3;

    private static final int LENGTH = 12;

    private ArchiveCheck() {}

    /**
     * Runs both on a random image: matching scores, and scores at masks.
     *
     * @param folder holds the archive and its {@link ArchiveInfo}
     * @param precision how it was compiled
     * @param network with values, on the processor
     * @throws IOException if answers differ by more than {@link Precision#bound()}, or the archive
     *     cannot be opened
     */
    public static void require(Path folder, Precision precision, PevlBlock network)
            throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledBlock compiled = CompiledBlock.open(manager, folder, network.config())) {
            require(compiled, precision, network, questions(network.config(), manager));
        }
    }

    /**
     * The same for an archive that is open, in half the time: scores at masks alone, which all
     * layers take part in but the matching head.
     */
    public static void requireMasked(CompiledBlock compiled, Precision precision, PevlBlock network)
            throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            List<PevlInput> questions = questions(network.config(), manager);
            require(compiled, precision, network, questions.subList(1, 2));
        }
    }

    private static void require(
            CompiledBlock compiled, Precision precision, PevlBlock network, List<PevlInput> asked)
            throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            for (PevlInput question : asked) {
                double difference = difference(network, compiled, question, manager);
                if (!(difference <= precision.bound())) {
                    throw new IOException(
                            ("%s does not answer as the network that it was made of: scores differ by %.3g of"
                                            + " their spread where %s allows %.3g, computed with %s. Nothing was"
                                            + " written. Please report the sizes in config.json and the processor;"
                                            + " -D%s=%s may help.")
                                    .formatted(
                                            NetworkArchive.FILE,
                                            difference,
                                            precision,
                                            precision.bound(),
                                            compiled.kernel(),
                                            Kernel.PROPERTY,
                                            Kernel.FP32.property()));
                }
            }
        }
    }

    /** The root mean square of differences, as a share of the spread of the network's scores. */
    private static double difference(
            Block network, Block compiled, PevlInput question, NDManager manager) {
        ParameterStore store = new ParameterStore(manager, false);
        NDArray expected = network.forward(store, question.toList(), false).head();
        NDArray actual = compiled.forward(store, question.toList(), false).head();
        double spread = rootMeanSquare(expected.sub(expected.mean()));
        double size = rootMeanSquare(expected);
        // Scores that hardly vary are compared by their size.
        return rootMeanSquare(actual.sub(expected)) / Math.max(spread, 0.1 * size + 1e-6);
    }

    private static double rootMeanSquare(NDArray x) {
        return Math.sqrt(x.square().mean().getFloat());
    }

    private static List<PevlInput> questions(PevlConfig config, NDManager manager) {
        Random random = new Random(SEED);
        int side = config.imageSide();
        int length = Math.min(LENGTH, config.maxPositions());
        NDArray image = noise(random, manager, 3 * side * side).reshape(1, 3, side, side);
        long[] tokens =
                random.ints((long) TEXTS * length, 0, config.vocabularySize())
                        .asLongStream()
                        .toArray();
        NDArray ids = manager.create(tokens, new Shape(TEXTS, length));
        NDArray texts = manager.create(new long[] {0, 0, 1, length - 1, 2, length / 2});
        NDArray every = manager.create(new Shape(0), DataType.INT64);
        return List.of(
                ask(image, ids, null, null, 0),
                ask(image, ids, texts.reshape(TEXTS, 2), every, TEXTS));
    }

    private static PevlInput ask(
            NDArray image,
            NDArray ids,
            @Nullable NDArray masks,
            @Nullable NDArray candidates,
            long count) {
        NDArray counts = image.getManager().create(new long[] {TEXTS, count}, new Shape(1, 2));
        return new PevlInput(image, counts, ids, ids.onesLike(), masks, candidates);
    }

    private static NDArray noise(Random random, NDManager manager, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values);
    }
}
