package io.github.pevl.cli.report;

import io.github.pevl.benchmark.BenchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What {@code bench} found, as a table in Markdown: a row for each request, a column a model. */
public final class BenchTable {

    /** From here on nobody wants a fraction. */
    private static final double LARGE = 99.95;

    private BenchTable() {}

    public static String markdown(BenchReport report) {
        List<String> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("request", BenchReport.ORIGINAL));
        head.addAll(report.models());
        rows.add(row(head));
        rows.add("|---".repeat(head.size()) + "|");
        for (List<BenchReport.Line> lines : report.byRequest()) {
            BenchReport.Line first = lines.get(0);
            rows.add(row(cells(first.title(), original(first), lines, l -> l.products())));
            if (first.furtherText() != null) {
                rows.add(
                        row(
                                cells(
                                        "each further text of these",
                                        "",
                                        lines,
                                        l -> l.furtherText().products())));
            }
        }
        return "%s%n%n%s%n".formatted(report.unit(), String.join(System.lineSeparator(), rows));
    }

    private static List<String> cells(
            String title,
            String original,
            List<BenchReport.Line> lines,
            ToDoubleFunction<BenchReport.Line> value) {
        List<String> cells = new ArrayList<>(List.of(title, original));
        lines.forEach(line -> cells.add(number(value.applyAsDouble(line))));
        return cells;
    }

    /** A row of Markdown. */
    static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** What the original costs, which is not known to a fraction. */
    public static String original(BenchReport.Line line) {
        return String.format(Locale.ROOT, "%.0f", line.original());
    }

    /** Matrix products, as exactly as they can be measured. */
    public static String number(double products) {
        String format = products < 2 ? "%.2f" : products < LARGE ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, products);
    }
}
