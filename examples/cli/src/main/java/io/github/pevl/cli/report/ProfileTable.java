package io.github.pevl.cli.report;

import io.github.pevl.benchmark.BenchReport;
import io.github.pevl.benchmark.OperationKind;
import java.util.ArrayList;
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
        return ("%s.%n%nOne more request was watched by PyTorch's profiler; its shares of those"
                        + " products are told. An operation counts as a whole: that of a linear layer"
                        + " may include GELU and conversion to 8 bits, attention's products"
                        + " softmax.%n")
                .formatted(report.unit());
    }

    private static String request(List<BenchReport.Line> lines) {
        List<String> rows = new ArrayList<>();
        rows.add(row(lines.get(0).title(), lines.stream().map(BenchReport.Line::model)));
        rows.add("|---".repeat(lines.size() + 1) + "|");
        for (OperationKind kind : OperationKind.values()) {
            rows.add(row(kind.label(), lines.stream().map(line -> cell(line, kind))));
        }
        rows.add(row("in all", lines.stream().map(line -> say("%.2f", line.products()))));
        return String.join(System.lineSeparator(), rows) + System.lineSeparator();
    }

    private static String cell(BenchReport.Line line, OperationKind kind) {
        double share = line.operations().getOrDefault(kind, 0.0);
        return share == 0 ? "-" : say("%.2f (%.1f %%)", share * line.products(), share * PERCENT);
    }

    private static String row(String head, Stream<String> cells) {
        return BenchTable.row(Stream.concat(Stream.of(head), cells).toList());
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
