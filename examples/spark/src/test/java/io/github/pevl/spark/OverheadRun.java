package io.github.pevl.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A program that compares the processor time of an image by Spark with that of a plain loop of the
 * same predictor: {@code OverheadRun DIR IMAGES ROUNDS}. Each image is asked about in several rows,
 * so that the cost of starting a Spark job does not count.
 */
public final class OverheadRun {

    private static final int BATCH = 8;
    private static final int ROWS_PER_IMAGE = 10;
    private static final List<String> TEXTS = List.of("the star", "the red square");

    private OverheadRun() {}

    /** Runs both in turns, in one process. */
    public static void main(String... args) throws Exception {
        Path scenes = Path.of(args[0]).resolve("scenes");
        int count = Integer.parseInt(args[1]);
        if (!Files.exists(scenes)) {
            Scenes.write(scenes, 1, count);
        }
        SparkSession spark =
                SparkSession.builder()
                        .master("local[1]")
                        .config("spark.ui.enabled", false)
                        .config("spark.log.level", "WARN")
                        .getOrCreate();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS_PER_IMAGE * count; i++) {
            rows.add(
                    RowFactory.create(
                            (long) i,
                            Integer.toString(i),
                            Scenes.image(scenes, i % count),
                            TEXTS.toArray(String[]::new)));
        }
        try (Scenes.Plain plain = new Scenes.Plain()) {
            for (int round = 0; round < Integer.parseInt(args[2]); round++) {
                for (int batch : new int[] {1, BATCH}) {
                    System.out.printf(
                            Locale.ROOT,
                            "batch %d, CPU ms an image: loop %.2f, Spark %.2f%n",
                            batch,
                            loop(plain, rows, batch),
                            spark(spark, rows, batch));
                }
            }
        }
        spark.stop();
    }

    private static double loop(Scenes.Plain plain, List<Row> rows, int batch) throws Exception {
        long start = cpu();
        for (int i = 0; i < rows.size(); i += batch) {
            List<String> files =
                    rows.subList(i, Math.min(rows.size(), i + batch)).stream()
                            .map(row -> row.getString(2))
                            .toList();
            plain.ground(files, TEXTS);
        }
        return (cpu() - start) / 1e6 / rows.size();
    }

    private static double spark(SparkSession spark, List<Row> rows, int batch) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int tasks = rows.size() / ChunkRunner.ROWS_PER_TASK + 1;
        long start = cpu();
        PevlSpark.builder(Scenes.MODEL)
                .optBatch(batch)
                .build()
                .answer(spark.createDataFrame(context.parallelize(rows, tasks), JobFolder.COLUMNS))
                .write()
                .format("noop")
                .mode(SaveMode.Overwrite)
                .save();
        return (cpu() - start) / 1e6 / rows.size();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
