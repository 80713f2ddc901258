package io.github.pevl.cli.report;

import io.github.pevl.benchmark.BenchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The result of {@code bench} in Markdown: a row for each request, a column for each model. */
public final class BenchTable {

    /** Larger numbers are rounded to integers. */
    private static final double LARGE = 99.95;

    private BenchTable() {}

    /** The unit of the numbers, then the table. */
    public static String markdown(BenchReport report) {
        List<String> head = new ArrayList<>(List.of("request"));
        head.addAll(report.models());
        MarkdownTable table = new MarkdownTable(head);
        for (List<BenchReport.Line> lines : report.byRequest()) {
            BenchReport.Line first = lines.get(0);
            table.add(cells(first.title(), lines, l -> l.products()));
            if (first.furtherText() != null) {
                table.add(cells("each further text of these", lines, BenchTable::further));
            }
        }
        return "%s%n%n%s".formatted(report.unit(), table);
    }

    private static double further(BenchReport.Line line) {
        BenchReport.Further further = line.furtherText();
        return further == null ? Double.NaN : further.products();
    }

    private static List<String> cells(
            String title, List<BenchReport.Line> lines, ToDoubleFunction<BenchReport.Line> value) {
        List<String> cells = new ArrayList<>(List.of(title));
        lines.forEach(line -> cells.add(number(value.applyAsDouble(line))));
        return cells;
    }

    /** Matrix products, with as many digits as can be measured. */
    public static String number(double products) {
        String format = products < 2 ? "%.2f" : products < LARGE ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, products);
    }
}
