package io.github.pevl.cli.report;

import io.github.pevl.internal.util.Count;
import io.github.pevl.run.RunHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page about a run, or about several to compare, a single file. */
public final class ReportPage {

    private static final String TEMPLATE = "report.html";
    private static final String SCRIPT = "report.js";

    private final Map<String, RunHistory> runs;
    private final List<SampleCard> cards;
    private final List<String> missing;

    /**
     * Takes the content.
     *
     * @param runs at least one
     * @param cards of one run; empty to compare several
     * @param missing what is missing, a sentence each
     */
    public ReportPage(List<RunHistory> runs, List<SampleCard> cards, List<String> missing) {
        this.runs = named(runs);
        this.cards = cards;
        this.missing = missing;
    }

    /** By the names of their folders, or by more of the path where these are equal. */
    private static Map<String, RunHistory> named(List<RunHistory> runs) {
        Map<String, RunHistory> named = new LinkedHashMap<>();
        for (RunHistory run : runs) {
            String name = name(run);
            boolean alone = runs.stream().filter(other -> name(other).equals(name)).count() == 1;
            named.put(alone ? name : TrainLine.shown(run.folder()), run);
        }
        return named;
    }

    private static String name(RunHistory run) {
        return String.valueOf(run.folder().toAbsolutePath().normalize().getFileName());
    }

    /** What is missing in the log, a sentence each. */
    public static List<String> gaps(RunHistory run) {
        List<String> gaps = new ArrayList<>();
        if (!run.finished()) {
            gaps.add("The run is %s.".formatted(new RunTables(run).state()));
        }
        if (run.steps().isEmpty()) {
            gaps.add("log.jsonl has no steps, so there are no curves.");
        }
        if (run.evaluations().isEmpty()) {
            gaps.add("log.jsonl has no evaluations, so there are no measures.");
        }
        if (run.unreadable() > 0) {
            gaps.add(
                    "Damaged or incomplete lines of log.jsonl, left out: %d."
                            .formatted(run.unreadable()));
        }
        return gaps;
    }

    /** The text of the page. */
    public String html() throws IOException {
        RunCharts charts = new RunCharts(runs);
        StringBuilder body = new StringBuilder();
        if (!missing.isEmpty()) {
            StringBuilder list = new StringBuilder("<div class=\"missing\">");
            missing.forEach(sentence -> list.append(Html.paragraph(sentence)));
            body.append(list).append("</div>\n");
        }
        boolean several = runs.size() > 1;
        body.append(Html.section(several ? "The runs" : "The run", RunTables.summary(runs)));
        if (several) {
            body.append(Html.section("What differs", RunTables.differences(runs)));
        }
        body.append(section("Measures", charts.measures() + (several ? "" : evaluations())));
        body.append(section("Loss", charts.losses() + charts.gradients()));
        body.append(section("Learning rate", charts.rate()));
        body.append(
                section("Time and memory", charts.throughput() + charts.times() + charts.memory()));
        if (!cards.isEmpty()) {
            body.append(Html.section("Validation images", images()));
        }
        runs.forEach(
                (name, run) ->
                        body.append(
                                Html.section(
                                        several ? "Configuration of " + name : "Configuration",
                                        "<pre>" + Html.escaped(run.configuration()) + "</pre>\n")));
        boolean steps = runs.values().stream().anyMatch(run -> !run.steps().isEmpty());
        return resource(TEMPLATE)
                .replace("${title}", Html.escaped(title()))
                .replace("${smoothing}", steps ? smoothing(charts) : "")
                .replace("${script}", resource(SCRIPT))
                .replace("${body}", body.toString());
    }

    private static String section(String heading, String body) {
        return body.isEmpty() ? "" : Html.section(heading, body);
    }

    private String evaluations() {
        RunHistory run = runs.values().iterator().next();
        return run.evaluations().isEmpty() ? "" : new RunTables(run).evaluations();
    }

    /** The slider, which works where scripts do, and how the points came about. */
    private static String smoothing(RunCharts charts) {
        return "<p class=\"smoothing\"><label>Smoothing <input id=\"smoothing\" type=\"range\" min=\"0\" max=\"0.99\" step=\"0.01\" value=\"%s\"></label> %s Faint lines are the points, strong ones their moving average.</p>%n"
                .formatted(Chart.SMOOTHING, Html.escaped(charts.averaging()));
    }

    private String title() {
        String tasks =
                runs.values().stream()
                        .map(run -> run.recipe().task())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return tasks + ": " + String.join(", ", runs.keySet());
    }

    private String images() throws IOException {
        StringBuilder html = new StringBuilder("<p class=\"legend\">");
        for (SampleCard.Kind kind : SampleCard.Kind.values()) {
            if (cards.stream().anyMatch(card -> card.has(kind))) {
                html.append("<i class=\"%s\"></i> %s".formatted(kind.style(), kind.meaning()));
            }
        }
        html.append("</p>\n");
        long right =
                cards.stream()
                        .flatMap(card -> card.lines().stream())
                        .filter(SampleCard.Line::right)
                        .count();
        long all = cards.stream().mapToLong(card -> card.lines().size()).sum();
        html.append(
                Html.paragraph(
                        String.format(
                                Locale.ROOT,
                                "%s, spread evenly over the data; %d of %s"
                                        + " right (boxes from IoU 0.5 on).",
                                Count.of(cards.size(), "sample"),
                                right,
                                Count.of(all, "answer") + (right == 1 ? " is" : " are"))));
        html.append("<div class=\"cards\">\n");
        for (SampleCard card : cards) {
            html.append(card.html());
        }
        return html.append("</div>\n").toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
