package io.github.pevl.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Answers chunks of rows. If a chunk ends executors each time, its parts are tried apart, and the
 * rows of the parts that do so are tried one at a time, when nothing else runs: the culprit gets an
 * error, and nobody else.
 */
final class ChunkRunner {

    /** So many tasks at least, if each gets {@link #PART} rows. */
    private static final int TASKS = 40;

    private static final int MAX_ROWS_PER_TASK = 256;

    /** Rows that are tried apart. */
    private static final int PART = 64;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final PevlSpark model;
    private final AnswerColumns columns;
    private final String format;

    /**
     * Takes what all chunks have in common.
     *
     * @param format of the answers: parquet or json
     */
    ChunkRunner(SparkSession spark, PevlSpark model, AnswerColumns columns, String format) {
        this.spark = spark;
        this.model = model;
        this.columns = columns;
        this.format = format;
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /**
     * Answers a chunk and writes its folder, whole or not at all.
     *
     * @param rows in the columns of {@link JobFolder}
     */
    void run(List<Row> rows, String folder) throws Exception {
        JavaRDD<Row> answers = answers(rows, tasks(rows.size()));
        try {
            write(spark.createDataFrame(answers, columns.schema()), folder);
        } catch (Exception e) { // Scala throws checked exceptions that it does not declare
            if (!Failure.isExecutorLoss(e)) {
                throw e;
            }
            write(spark.createDataFrame(answersApart(rows), columns.schema()), folder);
        }
    }

    /**
     * The number of Spark tasks of a chunk: each costs some milliseconds and a file, and few keep a
     * cluster waiting. The same for any cluster, so that a rerun makes the same batches.
     */
    static int tasks(int rows) {
        return Math.max(parts(rows, MAX_ROWS_PER_TASK), Math.min(parts(rows, PART), TASKS));
    }

    private static int parts(int rows, int size) {
        return (rows + size - 1) / size;
    }

    private void write(Dataset<Row> answers, String folder) {
        answers.write().mode(SaveMode.Overwrite).format(format).save(folder);
    }

    private JavaRDD<Row> answers(List<Row> rows, int tasks) {
        return model.answer(context, context.parallelize(rows, tasks), JobFolder.COLUMNS);
    }

    private List<Row> answersApart(List<Row> rows) throws Exception {
        List<List<Row>> parts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += PART) {
            parts.add(rows.subList(i, Math.min(rows.size(), i + PART)));
        }
        List<Optional<List<Row>>> tried = tryTogether(parts);
        List<Row> answers = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (tried.get(i).isPresent()) {
                answers.addAll(tried.get(i).get());
            } else {
                answers.addAll(oneAtATime(parts.get(i)));
            }
        }
        return answers;
    }

    /** Tries parts at the same time, each as a Spark job of its own. */
    private List<Optional<List<Row>>> tryTogether(List<List<Row>> parts) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(context.defaultParallelism());
        try {
            List<Future<Optional<List<Row>>>> jobs = new ArrayList<>();
            parts.forEach(part -> jobs.add(pool.submit(() -> tryToAnswer(part))));
            List<Optional<List<Row>>> answers = new ArrayList<>();
            for (Future<Optional<List<Row>>> job : jobs) {
                answers.add(job.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Row> oneAtATime(List<Row> rows) throws Exception {
        List<Row> answers = new ArrayList<>();
        for (Row row : rows) {
            answers.addAll(tryToAnswer(List.of(row)).orElseGet(() -> List.of(killed(row))));
        }
        return answers;
    }

    /** Empty if the rows end their executor each time. */
    private Optional<List<Row>> tryToAnswer(List<Row> rows) throws Exception {
        try {
            return Optional.of(answers(rows, 1).collect());
        } catch (Exception e) {
            if (Failure.isExecutorLoss(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Row killed(Row row) {
        RowException error =
                new RowException(
                        ErrorKind.KILLED,
                        "The row ended its executor each time that it was tried. The log of the executor says why.");
        return columns.failed(row.getString(1), row.getString(2), null, error, 0);
    }
}
