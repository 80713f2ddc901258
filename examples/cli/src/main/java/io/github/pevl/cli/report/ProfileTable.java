package io.github.pevl.cli.report;

import io.github.pevl.benchmark.BenchReport;
import io.github.pevl.benchmark.OperationKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the time goes, in Markdown: a table for each request, in it a row for each kind of
 * operation and a column for each model.
 */
public final class ProfileTable {

    private static final double PERCENT = 100;

    private ProfileTable() {}

    public static String markdown(BenchReport report) {
        return Stream.concat(
                        Stream.of(introduction(report)),
                        report.byRequest().stream().map(ProfileTable::request))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String introduction(BenchReport report) {
        return ("%s.%n%nPyTorch's profiler watched one more request; the table gives its shares of"
                        + " those products. An operation counts as a whole: a linear layer's may"
                        + " include GELU and conversion to 8 bits, attention's products may include"
                        + " softmax.%n")
                .formatted(report.unit());
    }

    private static String request(List<BenchReport.Line> lines) {
        MarkdownTable table =
                new MarkdownTable(
                        row(lines.get(0).title(), lines.stream().map(BenchReport.Line::model)));
        for (OperationKind kind : OperationKind.values()) {
            table.add(row(kind.label(), lines.stream().map(line -> cell(line, kind))));
        }
        table.add(row("total", lines.stream().map(line -> format("%.2f", line.products()))));
        return table.toString();
    }

    private static String cell(BenchReport.Line line, OperationKind kind) {
        double share = line.operations().getOrDefault(kind, 0.0);
        return share == 0
                ? "-"
                : format("%.2f (%.1f %%)", share * line.products(), share * PERCENT);
    }

    private static List<String> row(String head, Stream<String> cells) {
        return Stream.concat(Stream.of(head), cells).toList();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
