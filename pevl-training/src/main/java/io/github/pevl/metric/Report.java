package io.github.pevl.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How good a model is at a task.
 *
 * @param metric the measure by which models are compared
 * @param unit what is counted, such as "expressions"
 * @param rows at least one: over all, then for each kind, in order of appearance, and, if there are
 *     any, for the entries whose text was {@link #TOO_LONG}
 */
public record Report(String metric, String unit, List<Row> rows) {

    /**
     * Measures of the entries of a kind.
     *
     * @param kind its name; "overall" for all
     * @param count entries
     * @param measures by name, 0 to 1; the metric is among them
     */
    public record Row(String kind, int count, Map<String, Double> measures) {

        /** Keeps the order of measures. */
        public Row {
            measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        }
    }

    /** The name of the row over all. */
    public static final String OVERALL = "overall";

    /** The name of the row for entries whose text was cut to fit the model; it counts texts. */
    public static final String TOO_LONG = "too long";

    /** Copies the list. */
    public Report {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || !rows.get(0).measures().containsKey(metric)) {
            throw new IllegalArgumentException(
                    "A report of %s needs a row over all %s that has it.".formatted(metric, unit));
        }
    }

    /** The metric over all, 0 to 1. */
    public double value() {
        return Objects.requireNonNull(overall().measures().get(metric));
    }

    /** The row over all. */
    public Row overall() {
        return rows.get(0);
    }

    /** The other measures over all, by name, and the metric of each kind, by the kind's name. */
    public Map<String, Double> scores() {
        Map<String, Double> scores = new LinkedHashMap<>(overall().measures());
        scores.remove(metric);
        rows.stream()
                .skip(1)
                .filter(row -> row.measures().containsKey(metric))
                .forEach(row -> scores.put(row.kind(), row.measures().get(metric)));
        return scores;
    }

    /** A table: a line for all, then one for each kind; measures as fractions. */
    public String table() {
        StringBuilder table = new StringBuilder();
        for (Row row : rows) {
            String end =
                    row.kind().equals(TOO_LONG)
                            ? "texts " + row.count() + ", cut to fit the model"
                            : unit + " " + row.count();
            table.append(line(row.kind(), row.measures(), end));
        }
        return table.toString();
    }

    /**
     * A line of a table.
     *
     * @param measures by name, in order
     * @param end what stands behind them
     */
    public static String line(String name, Map<String, Double> measures, String end) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s", name));
        measures.forEach((n, v) -> line.append(String.format(Locale.ROOT, " %s %.4f ", n, v)));
        return line.append(' ').append(end).toString().stripTrailing() + System.lineSeparator();
    }
}
