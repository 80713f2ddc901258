package io.github.pevl.spark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Counts answered rows, and says how far a job is. */
final class JobProgress {

    private static final double MIB = 1 << 20;

    private final SparkSession spark;
    private final AnswerColumns columns;
    private final String format;
    private final long total;
    private final PrintWriter err;
    private final long start = System.nanoTime();
    private final SortedMap<String, Long> errors = new TreeMap<>();
    private long before;
    private long done;
    private long peak;
    private Collection<ExecutorState> executors = List.of();

    JobProgress(
            SparkSession spark, AnswerColumns columns, String format, long total, PrintWriter err) {
        this.spark = spark;
        this.columns = columns;
        this.format = format;
        this.total = total;
        this.err = err;
    }

    /** Counts a chunk that an earlier run answered. */
    void found(String folder) {
        before += count(folder);
    }

    /** Counts a chunk that this run answered, and prints a line. */
    void answered(String folder, Collection<ExecutorState> states) {
        done += count(folder);
        executors = states;
        long largest = states.stream().mapToLong(ExecutorState::residentBytes).max().orElse(0);
        peak = Math.max(peak, largest);
        double rate = done / seconds();
        Duration left = Duration.ofSeconds(Math.round((total - before - done) / rate));
        err.printf(
                Locale.ROOT,
                "%d of %d rows, %d errors, %.1f images/s, %d:%02d:%02d left, executors %.0f MiB%n",
                before + done,
                total,
                errors.values().stream().mapToLong(Long::longValue).sum(),
                rate,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart(),
                largest / MIB);
        err.flush();
    }

    private long count(String folder) {
        long rows = 0;
        for (Row row :
                spark.read()
                        .schema(columns.schema())
                        .format(format)
                        .load(folder)
                        .groupBy(AnswerColumns.ERROR_KIND)
                        .count()
                        .collectAsList()) {
            rows += row.getLong(1);
            if (!row.isNullAt(0)) {
                errors.merge(row.getString(0), row.getLong(1), Long::sum);
            }
        }
        return rows;
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The whole job in some lines. */
    String summary() {
        StringBuilder text = new StringBuilder();
        text.append("rows %d, of which %d in this run%n".formatted(before + done, done));
        text.append("errors %s%n".formatted(errors.isEmpty() ? "none" : list(errors)));
        if (done > 0) {
            text.append(String.format(Locale.ROOT, "images/s %.1f%n", done / seconds()));
            text.append(
                    String.format(
                            Locale.ROOT,
                            "executors %d, largest %.0f MiB, models loaded %d%n",
                            executors.size(),
                            peak / MIB,
                            executors.stream().mapToInt(ExecutorState::loads).sum()));
        }
        return text.toString();
    }

    private static String list(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
