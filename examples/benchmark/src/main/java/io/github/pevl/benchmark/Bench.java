package io.github.pevl.benchmark;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Times requests. Requests take turns, several rounds long, each between two matrix products, so
 * that other load on the machine affects all alike. The report has medians.
 */
public final class Bench implements AutoCloseable {

    /** Requests of more texts need no warm-up: they are long enough. */
    private static final int MAX_WARM_UP_TEXTS = 20;

    private static final double NANOS = 1e6;

    /** The cost of one request. */
    private record Sample(
            double millis, double products, long peak, Map<StagedBlock.Stage, Double> stages) {}

    private final List<BenchModel> models;
    private final List<String> names;
    private final LongSupplier clock;
    private final int threads;
    private final MatrixProduct product;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<String, Map<OperationKind, Double>> operations = new HashMap<>();
    private int rounds;
    private int answered;

    /**
     * Prepares.
     *
     * @param models the models to time
     * @param names names of the rows to time
     * @param clock nanoseconds
     * @param threads for the report
     */
    public Bench(List<BenchModel> models, List<String> names, LongSupplier clock, int threads) {
        this.models = models;
        this.names = names;
        this.clock = clock;
        this.threads = threads;
        product = new MatrixProduct(clock);
    }

    /**
     * Times.
     *
     * @param rounds how often each request is timed
     * @param done receives the number of requests answered so far
     */
    public void run(int rounds, IntConsumer done) throws TranslateException {
        this.rounds = rounds;
        for (int round = 0; round <= rounds; round++) {
            for (String name : names) {
                for (BenchModel model : models) {
                    BenchRow<?, ?> row = row(model, name);
                    if (round > 0) {
                        samples.computeIfAbsent(key(model, row), k -> new ArrayList<>())
                                .add(sample(model, row));
                    } else if (row.texts() <= MAX_WARM_UP_TEXTS) {
                        sample(model, row);
                    }
                    done.accept(++answered);
                }
            }
        }
    }

    /**
     * Profiles each request once. A profiled request takes longer, so that this follows {@link
     * #run} and times nothing.
     *
     * @param done receives the number of requests answered so far, including those of the run
     */
    public void profile(IntConsumer done) throws IOException, TranslateException {
        for (String name : names) {
            for (BenchModel model : models) {
                BenchRow<?, ?> row = row(model, name);
                if (row.texts() <= MAX_WARM_UP_TEXTS) {
                    row.ask(model.model());
                }
                operations.put(
                        key(model, row), OperationProfiler.shares(() -> row.ask(model.model())));
                done.accept(++answered);
            }
        }
    }

    private static String key(BenchModel model, BenchRow<?, ?> row) {
        return model.name() + row.name();
    }

    private static BenchRow<?, ?> row(BenchModel model, String name) {
        return model.rows().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    private Sample sample(BenchModel model, BenchRow<?, ?> row) throws TranslateException {
        double before = product.millis();
        if (model.stages() != null) {
            model.stages().take();
        }
        PeakMemory.reset();
        long start = clock.getAsLong();
        row.ask(model.model());
        double millis = (clock.getAsLong() - start) / NANOS;
        long peak = PeakMemory.bytes();
        double unit = (before + product.millis()) / 2;
        Map<StagedBlock.Stage, Double> stages = new EnumMap<>(StagedBlock.Stage.class);
        if (model.stages() != null) {
            model.stages()
                    .take()
                    .forEach((stage, nanos) -> stages.put(stage, nanos / NANOS / unit));
        }
        return new Sample(millis, millis / unit, peak, stages);
    }

    /** The result. */
    public BenchReport report() {
        List<BenchReport.Line> lines = new ArrayList<>();
        for (BenchModel model : models) {
            for (String name : names) {
                lines.add(line(model, row(model, name)));
            }
        }
        return BenchReport.of(product.median(), threads, rounds, lines);
    }

    private BenchReport.Line line(BenchModel model, BenchRow<?, ?> row) {
        List<Sample> all = samples.getOrDefault(key(model, row), List.of());
        Map<StagedBlock.Stage, Double> stages = new EnumMap<>(StagedBlock.Stage.class);
        for (StagedBlock.Stage stage : all.get(0).stages().keySet()) {
            stages.put(stage, median(all, s -> s.stages().getOrDefault(stage, 0.0)));
        }
        return new BenchReport.Line(
                model.name(),
                row.task().name(),
                row.count(),
                row.requests().size(),
                row.title(),
                row.texts(),
                median(all, Sample::millis),
                median(all, Sample::products),
                null,
                (long) median(all, Sample::peak),
                stages,
                operations.getOrDefault(key(model, row), Map.of()),
                null);
    }

    public static <T> double median(List<T> all, ToDoubleFunction<T> value) {
        double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @Override
    public void close() {
        product.close();
    }
}
