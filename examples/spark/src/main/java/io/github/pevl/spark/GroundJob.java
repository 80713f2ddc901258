package io.github.pevl.spark;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Grounds the expressions of a manifest, chunk by chunk; a rerun goes on after a whole chunk. */
@Command(
        name = "GroundJob",
        description =
                "Grounds the expressions of a manifest and writes a table of boxes. Run again after an"
                        + " interruption, it goes on.",
        footer = {
            "",
            "A manifest has the columns path, expressions (or expression) and perhaps id.",
            "Exit codes: 0 done, 1 failed, 2 wrong input. Rows with errors are no failure."
        })
public final class GroundJob extends JobCommand {

    @Option(
            names = "--manifest",
            required = true,
            paramLabel = "PATH",
            description =
                    "JSON lines, CSV, Parquet, or annotations of this project; a path or URL that"
                            + " Spark reads.")
    private String manifest = "";

    @Option(
            names = "--manifest-format",
            paramLabel = "FORMAT",
            description =
                    "jsonl, csv, parquet, grounding-eval, grounding or mdetr. Default: by the name"
                            + " and the first characters.")
    private @Nullable String manifestFormat;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the answers, which Spark's readers read as one table.")
    private String out = "";

    @Option(
            names = "--chunk",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Rows that are committed together. Default: ${DEFAULT-VALUE}.")
    private int chunk;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "Of the answers: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.parquet;

    @Mixin private final RowOptions options = new RowOptions();

    /** Formats of answers, by Spark's names. */
    enum Format {
        parquet,
        json
    }

    /** Runs the job and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(commandLine(new GroundJob()).execute(args));
    }

    @Override
    void run(SparkSession spark) throws Exception {
        PevlSpark.Builder answers = PevlSpark.builder(model());
        JobFolder folder;
        SortedMap<String, String> settings;
        Dataset<Row> rows = null;
        try {
            if (chunk < 1) {
                throw new IllegalArgumentException(
                        "--chunk is %d; it must be at least 1.".formatted(chunk));
            }
            options.applyTo(answers);
            answers.optImages(imageFolder(spark));
            folder = new JobFolder(spark, out);
            settings = settings(spark, answers.options());
            if (!folder.hasRows(settings)) {
                rows = Manifest.read(spark, manifest, manifestFormat);
            }
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw badInput(e);
        }
        if (rows != null) {
            folder.keep(settings, rows, chunk);
        }
        run(spark, folder, answers);
    }

    /** What the answers depend on. */
    private SortedMap<String, String> settings(SparkSession spark, AnswerOptions options)
            throws IOException {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("manifest", manifest);
        settings.put("bytes of the manifest", Long.toString(bytes(spark)));
        settings.put("--chunk", Integer.toString(chunk));
        settings.put("--format", format.name());
        settings.put("options", options.toString());
        return settings;
    }

    private long bytes(SparkSession spark) throws IOException {
        Path path = new Path(manifest);
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration())
                .getContentSummary(path)
                .getLength();
    }

    /** Relative paths start from the folder of the manifest, unless an option says otherwise. */
    private String imageFolder(SparkSession spark) throws IOException {
        String images = images();
        if (images != null) {
            return images;
        }
        Path path = new Path(manifest);
        Path file =
                path.getFileSystem(spark.sparkContext().hadoopConfiguration()).makeQualified(path);
        return String.valueOf(file.getParent());
    }

    private void run(SparkSession spark, JobFolder folder, PevlSpark.Builder answers)
            throws Exception {
        AnswerColumns columns =
                AnswerColumns.of(JobFolder.COLUMNS.apply(RowFields.ID), answers.options());
        ChunkRunner runner = new ChunkRunner(spark, answers.build(), columns, format.name());
        SortedMap<Integer, Long> chunks = folder.chunks();
        long total = chunks.values().stream().mapToLong(Long::longValue).sum();
        JobProgress progress = new JobProgress(spark, columns, format.name(), total, err());
        for (int number : chunks.keySet()) {
            if (folder.isDone(number)) {
                progress.found(folder.answers(number).toString());
            }
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        for (int number : chunks.keySet()) {
            if (!folder.isDone(number)) {
                String path = folder.answers(number).toString();
                runner.run(folder.rows(number), path);
                progress.answered(path, ExecutorState.all(context));
            }
        }
        out().print(progress.summary());
        out().flush();
    }
}
