package io.github.pevl.internal.compile;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A network of drawn sizes and values, and questions of drawn lengths; equal seeds draw equally.
 */
final class DrawnNetwork {

    private static final int LONGEST = 300;

    private final Random random;
    private final NDManager manager;
    final PevlConfig config;
    final PevlBlock block;

    DrawnNetwork(long seed, NDManager manager) {
        this(seed, manager, draw(new Random(seed)));
    }

    DrawnNetwork(long seed, NDManager manager, PevlConfig config) {
        this.random = new Random(seed);
        this.manager = manager;
        this.config = config;
        manager.getEngine().setRandomSeed((int) seed);
        block = new PevlBlock(config);
        block.freezeParameters(true);
        block.initialize(manager);
        for (Parameter parameter : block.getParameters().values()) {
            fill(parameter.getName(), parameter.getArray());
        }
    }

    /** Widths that are odd, prime, or multiples of small numbers only; heads of 4 to 64. */
    private static PevlConfig draw(Random random) {
        int patch = 1 + random.nextInt(9);
        int side = patch * (1 + random.nextInt(6));
        int visionHeads = 1 + random.nextInt(5);
        int textHeads = 1 + random.nextInt(8);
        int depth = 2 + random.nextInt(4);
        return new PevlConfig(
                side,
                patch,
                visionHeads * headWidth(random, visionHeads),
                1 + random.nextInt(2),
                visionHeads,
                textHeads * headWidth(random, textHeads),
                depth,
                1 + random.nextInt(depth - 1),
                textHeads,
                random.nextInt(3) == 0 ? 16 * (1 + random.nextInt(9)) : 1 + random.nextInt(150),
                200 + random.nextInt(200),
                LONGEST,
                3,
                0);
    }

    private static int headWidth(Random random, int heads) {
        if (random.nextInt(4) == 0) {
            return 16 * (1 + random.nextInt(4)); // else few kernels would be met
        }
        return 4 + random.nextInt(heads > 3 ? 12 : 61);
    }

    /** Values that neither fade nor grow from layer to layer. */
    private void fill(String name, NDArray values) {
        Shape shape = values.getShape();
        double spread = shape.dimension() < 2 || name.contains("embed") ? 0.3 : spread(shape);
        try (NDArray noise = manager.randomNormal(0, (float) spread, shape, DataType.FLOAT32)) {
            values.muli(name.matches(".*[nN]orm[12]?\\.weight") ? 1 : 0).addi(noise);
        }
    }

    private static double spread(Shape shape) {
        return 1.5 / Math.sqrt((double) shape.size() / shape.get(0));
    }

    /** Questions of every kind, by a name of their own. */
    Map<String, PevlInput> questions() {
        Map<String, PevlInput> all = new LinkedHashMap<>();
        all.put("a text for each image", ask(3, images -> 1, 20, Kind.MATCH));
        all.put("many texts", ask(2, images -> 1 + random.nextInt(9), 30, Kind.MATCH));
        all.put("a long text", ask(1, images -> 1, LONGEST, Kind.FILL));
        all.put("masks", ask(3, images -> random.nextInt(3), 12, Kind.FILL));
        all.put("one mask", ask(1, images -> 1, 3, Kind.ALL));
        all.put("log-probabilities", ask(2, images -> 2, 15, Kind.LOG));
        return all;
    }

    private enum Kind {
        MATCH,
        FILL,
        ALL,
        LOG
    }

    private PevlInput ask(int most, IntUnaryOperator share, int longest, Kind kind) {
        int[] texts = IntStream.range(0, 1 + random.nextInt(most)).map(share).toArray();
        if (IntStream.of(texts).sum() == 0) {
            texts[0] = 1;
        }
        int all = IntStream.of(texts).sum();
        int length = 1 + random.nextInt(longest);
        NDArray ids = ints(all * length, config.vocabularySize(), all, length);
        int[] lengths = random.ints(all, 1, length + 1).toArray();
        lengths[all - 1] = length;
        NDArray mask =
                manager.create(lengths)
                        .reshape(all, 1)
                        .gt(manager.arange(length))
                        .toType(DataType.INT64, false);
        long[] counts =
                IntStream.of(texts)
                        .mapToLong(n -> n)
                        .flatMap(n -> LongStream.of(n, kind == Kind.MATCH ? 0 : n))
                        .toArray();
        Shape pixels = new Shape(texts.length, 3, config.imageSide(), config.imageSide());
        NDArray images = manager.randomNormal(0, 1, pixels, DataType.FLOAT32);
        return new PevlInput(
                images,
                manager.create(counts, new Shape(texts.length, 2)),
                ids,
                mask,
                kind == Kind.MATCH ? null : masks(lengths),
                kind == Kind.MATCH ? null : columns(kind),
                kind == Kind.LOG ? manager.ones(new Shape(1), DataType.INT64) : null);
    }

    /** A place in each text. */
    private NDArray masks(int[] lengths) {
        long[] places =
                IntStream.range(0, lengths.length)
                        .mapToObj(i -> new long[] {i, random.nextInt(lengths[i])})
                        .flatMapToLong(LongStream::of)
                        .toArray();
        return manager.create(places, new Shape(lengths.length, 2));
    }

    private NDArray columns(Kind kind) {
        int count = kind == Kind.ALL ? 0 : 20 + random.nextInt(100);
        return ints(count, config.vocabularySize(), count);
    }

    private NDArray ints(int count, int bound, long... shape) {
        return manager.create(
                random.ints(count, 0, bound).asLongStream().toArray(), new Shape(shape));
    }
}
