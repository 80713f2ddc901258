package io.github.pevl.cli.report;

import io.github.pevl.internal.util.Count;
import io.github.pevl.metric.Report;
import io.github.pevl.run.Measurement;
import io.github.pevl.run.RunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs as a table in Markdown: measures, time, size, and the command that repeats them. */
public final class ChainTable {

    private static final List<String> HEAD =
            List.of(
                    "stage",
                    "from",
                    "best on validation",
                    "on test",
                    "minutes",
                    "seed",
                    "parameters",
                    "command");

    private final Path out;
    private final MarkdownTable table = new MarkdownTable(HEAD);

    /**
     * Starts with no row.
     *
     * @param out the folder of the runs
     */
    public ChainTable(Path out) {
        this.out = out;
    }

    /**
     * Adds a run.
     *
     * @param validated entries of the validation data that were evaluated; 0 if unknown
     * @param test the measurement on test data; null if there is none
     */
    public void add(RunHistory run, int validated, @Nullable Measurement test) throws IOException {
        table.add(
                List.of(
                        run.folder().getFileName().toString(),
                        from(run.origin().start()),
                        validation(run.best(), validated),
                        test == null ? "" : test(test.report()),
                        minutes(run),
                        Long.toString(run.recipe().seed()),
                        Long.toString(run.parameters()),
                        "`" + TrainLine.of(run) + "`"));
    }

    private String from(String start) {
        if (start.isEmpty()) {
            return "nothing";
        }
        Path there = Path.of(start).toAbsolutePath().normalize();
        Path here = out.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there).toString() : start;
    }

    private static String validation(RunHistory.@Nullable Evaluated best, int validated) {
        if (best == null) {
            return "";
        }
        String count = validated == 0 ? "" : " (%s)".formatted(Count.of(validated, "entry"));
        return measures(RunTables.measures(best)) + count;
    }

    private static String test(Report report) {
        Report.Row all = report.overall();
        return "%s (%d %s)".formatted(measures(all.measures()), all.count(), report.unit());
    }

    private static String measures(Map<String, Double> measures) {
        return measures.entrySet().stream()
                .map(m -> String.format(Locale.ROOT, "%s %.4f", m.getKey(), m.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String minutes(RunHistory run) {
        String minutes = String.format(Locale.ROOT, "%.1f", run.seconds() / 60);
        return run.finished() ? minutes : minutes + ", " + new RunTables(run).state();
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
