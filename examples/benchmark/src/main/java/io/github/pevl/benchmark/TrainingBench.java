package io.github.pevl.benchmark;

import ai.djl.translate.TranslateException;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.TrainingData;
import io.github.pevl.run.TrainingProgress;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Times the steps of a training, each between two matrix products. A fifth of them more come first
 * as a warm-up, in which memory is allocated and Java compiles its code.
 */
public final class TrainingBench implements AutoCloseable {

    private static final int WARM_UP_SHARE = 5;

    /** Batches beyond the last step, so that data loading runs beside every step, as in a run. */
    private static final int BATCHES_LEFT = 4;

    private final LongSupplier clock;
    private final MatrixProduct product;

    /**
     * Prepares.
     *
     * @param clock nanoseconds, wall time or CPU time of this thread
     */
    public TrainingBench(LongSupplier clock) {
        this.clock = clock;
        product = new MatrixProduct(clock);
    }

    /**
     * Times.
     *
     * @param steps number of timed steps, at least 1
     * @param done receives the number of steps so far
     */
    public TrainingCost time(TrainingRow row, int steps, IntConsumer done)
            throws IOException, TranslateException {
        Recipe recipe = row.recipe();
        int warmUp = warmUp(steps);
        Path folder = Files.createTempDirectory("pevl-bench");
        try (PevlTrainer trainer = PevlTrainer.fresh(row.config(), row.vocabulary(), recipe)) {
            int images = (warmUp + steps + BATCHES_LEFT) * recipe.batch();
            SceneWriter.write(
                    new SceneGenerator(recipe.seed()), images, folder.resolve("data"), i -> {});
            Path data = folder.resolve("data");
            TrainingData read = TrainingData.read(recipe, List.of(data), data, null);
            PeakMemory.reset();
            Between between = new Between(done);
            PevlTrainer.Rehearsal made = trainer.rehearse(read, warmUp + steps, clock, between);
            List<Map<String, Double>> millis = new ArrayList<>();
            List<Map<String, Double>> products = new ArrayList<>();
            for (int i = warmUp; i < made.steps().size(); i++) {
                Map<String, Double> parts = made.steps().get(i).milliseconds();
                double unit = (between.products.get(i) + between.products.get(i + 1)) / 2;
                Map<String, Double> units = new LinkedHashMap<>();
                parts.forEach((part, time) -> units.put(part, time / unit));
                millis.add(parts);
                products.add(units);
            }
            return new TrainingCost(
                    row.name(),
                    recipe,
                    trainer.parameters(),
                    steps,
                    medians(millis),
                    medians(products),
                    made.preparation(),
                    Bench.median(between.products.subList(warmUp, between.products.size()), x -> x),
                    PeakMemory.bytes());
        } finally {
            AtomicFolder.delete(folder);
        }
    }

    /** The number of warm-up steps. */
    public static int warmUp(int steps) {
        return Math.max(1, steps / WARM_UP_SHARE);
    }

    private static Map<String, Double> medians(List<Map<String, Double>> steps) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String part : steps.get(0).keySet()) {
            medians.put(part, Bench.median(steps, step -> step.get(part)));
        }
        return medians;
    }

    /** Computes a product before the first step and after each. */
    private final class Between implements TrainingProgress {

        private final IntConsumer done;
        private final List<Double> products = new ArrayList<>(List.of(product.millis()));

        Between(IntConsumer done) {
            this.done = done;
        }

        @Override
        public void started(Recipe recipe, long step, long steps) {}

        @Override
        public void step(long step, long steps, double loss) {
            products.add(product.millis());
            done.accept((int) step);
        }

        @Override
        public void evaluated(long step, int epoch, Report report, boolean best) {}
    }

    @Override
    public void close() {
        product.close();
    }
}
