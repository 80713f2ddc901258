package io.github.pevl.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A program that measures how much two workers of one core are faster than one: {@code ScalingRun
 * DIR IMAGES ROUNDS [pinned]}. Each cluster answers all images twice, the first time with loading
 * the model. {@code pinned} confines a worker to one processor, its compilers and garbage
 * collectors included, which else take part of what a second worker needs.
 */
public final class ScalingRun {

    private ScalingRun() {}

    /** Starts clusters in turns. */
    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        Path scenes = folder.resolve("scenes");
        if (!Files.exists(scenes)) {
            Scenes.write(scenes, 1, Integer.parseInt(args[1]));
        }
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            for (int workers = 1; workers <= 2; workers++) {
                measure(folder, args[1], workers, args.length > 3);
            }
        }
    }

    private static void measure(Path folder, String count, int workers, boolean pinned)
            throws Exception {
        Path home = Files.createTempDirectory(folder, "cluster");
        try (StandaloneCluster cluster = new StandaloneCluster(home, workers, pinned)) {
            String scenes = folder.resolve("scenes").toString();
            String executors = Integer.toString(workers);
            int code = cluster.submit(Passes.class, List.of(), scenes, count, executors).waitFor();
            String log = cluster.driverLog();
            log.lines()
                    .filter(line -> code != 0 || line.startsWith("pass"))
                    .forEach(line -> System.out.println(workers + " workers, " + line));
        }
    }

    /** The driver. */
    public static final class Passes {

        private Passes() {}

        /** Answers all images twice. */
        public static void main(String... args) {
            SparkSession spark =
                    SparkSession.builder().config("spark.log.level", "WARN").getOrCreate();
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            while (ExecutorState.all(context).size() < Integer.parseInt(args[2])) {
                Thread.onSpinWait(); // until all workers have started an executor
            }
            int count = Integer.parseInt(args[1]);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rows.add(
                        RowFactory.create(
                                (long) i,
                                Integer.toString(i),
                                Scenes.image(Path.of(args[0]), i),
                                new String[] {"the star", "the red square"}));
            }
            for (int pass = 1; pass <= 2; pass++) {
                Dataset<Row> table =
                        spark.createDataFrame(
                                context.parallelize(rows, ChunkRunner.tasks(count)),
                                JobFolder.COLUMNS);
                long start = System.nanoTime();
                PevlSpark.builder(Scenes.MODEL)
                        .build()
                        .answer(table)
                        .write()
                        .format("noop")
                        .mode(SaveMode.Overwrite)
                        .save();
                System.out.printf(
                        Locale.ROOT,
                        "pass %d: %.1f images/s%n",
                        pass,
                        count / ((System.nanoTime() - start) / 1e9));
            }
            spark.stop();
        }
    }
}
