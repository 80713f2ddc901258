package io.github.pevl.internal.evaluate;

import io.github.pevl.metric.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Averages the measures of entries, over all and by kind. */
final class MetricAccumulator {

    private final String metric;
    private final String unit;
    private final Sums overall = new Sums();
    private final Map<String, Sums> byKind = new LinkedHashMap<>();

    private final Sums cut = new Sums();
    private int cutTexts;

    private static final class Sums {
        private int count;
        private final Map<String, Double> sums = new LinkedHashMap<>();
    }

    /** Starts empty; see {@link Report} for the parameters. */
    MetricAccumulator(String metric, String unit) {
        this.metric = metric;
        this.unit = unit;
        byKind.put(Report.OVERALL, overall);
    }

    /**
     * Adds an entry.
     *
     * @param kind of the entry, or null
     * @param measures of the entry, the metric among them
     */
    void add(@Nullable String kind, Map<String, Double> measures) {
        add(overall, measures);
        if (kind != null) {
            add(byKind.computeIfAbsent(kind, k -> new Sums()), measures);
        }
    }

    /**
     * Adds a text that was cut because it was too long for the model.
     *
     * @param measures of its entries, each of which was added before
     */
    void addCut(List<Map<String, Double>> measures) {
        cutTexts++;
        measures.forEach(each -> add(cut, each));
    }

    private static void add(Sums sums, Map<String, Double> measures) {
        sums.count++;
        measures.forEach((name, value) -> sums.sums.merge(name, value, Double::sum));
    }

    /** The means of all measures. */
    Report report() {
        List<Report.Row> rows = new ArrayList<>();
        byKind.forEach((kind, sums) -> rows.add(new Report.Row(kind, sums.count, means(sums))));
        if (cutTexts > 0) {
            rows.add(new Report.Row(Report.TOO_LONG, cutTexts, means(cut)));
        }
        return new Report(metric, unit, rows);
    }

    private static Map<String, Double> means(Sums sums) {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.sums.forEach((name, sum) -> means.put(name, sum / sums.count));
        return means;
    }
}
