package io.github.pevl.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A program that compares an image by a job with an image of a plain loop of the same predictor:
 * {@code OverheadRun DIR IMAGES ROUNDS}. Both run in one process, each in one thread and with
 * batches of eight, in turns; the first round only warms the JVM up. Each image is asked about in
 * several rows. "thread" is the processor time of the threads that answer rows, in Spark with all
 * that a task does, such as writing Parquet; "process" adds the compiler, the garbage collector and
 * Spark's driver, which on a cluster is elsewhere.
 */
public final class OverheadRun {

    private static final int BATCH = 8;
    private static final int ROWS_PER_IMAGE = 10;
    private static final List<String> TEXTS = List.of("the star", "the red square");

    private OverheadRun() {}

    /** Milliseconds of an image. */
    private record Cost(double thread, double process, double clock) {

        Cost by(Cost other) {
            return new Cost(thread / other.thread, process / other.process, clock / other.clock);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "thread %.3f, process %.3f, clock %.3f", thread, process, clock);
        }
    }

    /** Returns the nanoseconds of the threads that answer. */
    private interface Work {
        long run() throws Exception;
    }

    /** Runs both in turns, in one process. */
    public static void main(String... args) throws Exception {
        // Before any model is loaded; executors of one core have the same.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Path folder = Path.of(args[0]);
        int count = Integer.parseInt(args[1]);
        if (!Files.exists(folder.resolve("scenes"))) {
            Scenes.write(folder.resolve("scenes"), 1, count);
        }
        SparkSession spark =
                SparkSession.builder()
                        .master("local[1]")
                        .config("spark.ui.enabled", false)
                        .config("spark.log.level", "WARN")
                        .getOrCreate();
        List<Row> rows = rows(spark, folder.resolve("scenes"), count);
        AtomicLong tasks = new AtomicLong();
        spark.sparkContext().addSparkListener(new TaskClock(tasks));
        String out = folder.resolve("overhead").toString();
        List<Cost> ratios = new ArrayList<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Scenes.Plain plain = new Scenes.Plain()) {
            for (int round = 0; round <= Integer.parseInt(args[2]); round++) {
                Cost loop = cost(rows, () -> thread.submit(() -> loop(plain, rows)).get());
                Cost job = cost(rows, () -> job(spark, rows, out, tasks));
                System.out.printf("round %d, ms an image: loop %s; job %s%n", round, loop, job);
                if (round > 0) {
                    ratios.add(job.by(loop));
                }
            }
        }
        thread.shutdown();
        spark.stop();
        System.out.println("job by loop, medians: " + medians(ratios));
    }

    private static Cost medians(List<Cost> costs) {
        return new Cost(
                median(costs.stream().mapToDouble(Cost::thread).toArray()),
                median(costs.stream().mapToDouble(Cost::process).toArray()),
                median(costs.stream().mapToDouble(Cost::clock).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** As a job has them: from a table. */
    private static List<Row> rows(SparkSession spark, Path scenes, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS_PER_IMAGE * count; i++) {
            rows.add(
                    RowFactory.create(
                            (long) i,
                            Integer.toString(i),
                            Scenes.image(scenes, i % count),
                            TEXTS.toArray(String[]::new)));
        }
        return spark.createDataFrame(rows, JobFolder.COLUMNS).collectAsList();
    }

    private static Cost cost(List<Row> rows, Work work) throws Exception {
        System.gc(); // neither pays for the other's garbage
        long process = process();
        long start = System.nanoTime();
        long thread = work.run();
        double images = 1e6 * rows.size();
        return new Cost(
                thread / images,
                (process() - process) / images,
                (System.nanoTime() - start) / images);
    }

    private static long loop(Scenes.Plain plain, List<Row> rows) throws Exception {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < rows.size(); i += BATCH) {
            List<String> files =
                    rows.subList(i, Math.min(rows.size(), i + BATCH)).stream()
                            .map(row -> row.getString(2))
                            .toList();
            plain.ground(files, TEXTS);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }

    private static long job(SparkSession spark, List<Row> rows, String out, AtomicLong tasks)
            throws Exception {
        long before = tasks.get();
        PevlSpark.Builder model = PevlSpark.builder(Scenes.MODEL).optBatch(BATCH);
        AnswerColumns columns =
                AnswerColumns.of(JobFolder.COLUMNS.apply(RowFields.ID), model.options());
        new ChunkRunner(spark, model.build(), columns, "parquet").run(rows, out);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        return tasks.get() - before;
    }

    /** Adds what tasks take of processors, with reading the task itself. */
    private static final class TaskClock extends SparkListener {

        private final AtomicLong nanos;

        TaskClock(AtomicLong nanos) {
            this.nanos = nanos;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            TaskMetrics metrics = end.taskMetrics();
            nanos.addAndGet(metrics.executorCpuTime() + metrics.executorDeserializeCpuTime());
        }
    }

    private static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
