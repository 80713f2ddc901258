package io.github.pevl.cli.report;

import io.github.pevl.internal.util.Count;
import io.github.pevl.run.RunHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page about a run, a single file. */
public final class ReportPage {

    private static final String TEMPLATE = "report.html";

    private final RunHistory run;
    private final List<SampleCard> cards;
    private final List<String> missing;

    /**
     * Takes the content.
     *
     * @param missing what is missing, a sentence each
     */
    public ReportPage(RunHistory run, List<SampleCard> cards, List<String> missing) {
        this.run = run;
        this.cards = cards;
        this.missing = missing;
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
        RunCharts charts = new RunCharts(run);
        RunTables tables = new RunTables(run);
        StringBuilder body = new StringBuilder();
        if (!missing.isEmpty()) {
            StringBuilder list = new StringBuilder("<div class=\"missing\">");
            missing.forEach(sentence -> list.append(Html.paragraph(sentence)));
            body.append(list).append("</div>\n");
        }
        body.append(Html.section("The run", tables.summary()));
        if (!run.evaluations().isEmpty()) {
            body.append(Html.section("Measures", charts.measures() + tables.evaluations()));
        }
        if (!run.steps().isEmpty()) {
            String smoothing = Html.paragraph(charts.smoothing());
            body.append(Html.section("Loss", smoothing + charts.losses()));
            body.append(Html.section("Learning rate", smoothing + charts.rate()));
            body.append(
                    Html.section("Time and memory", smoothing + charts.times() + charts.memory()));
        }
        if (!cards.isEmpty()) {
            body.append(Html.section("Validation images", images()));
        }
        String configuration = "<pre>" + Html.escaped(run.configuration()) + "</pre>\n";
        body.append(Html.section("Configuration", configuration));
        return template()
                .replace("${title}", Html.escaped(title()))
                .replace("${body}", body.toString());
    }

    private String title() {
        return run.recipe().task() + ": " + run.folder().toAbsolutePath().getFileName();
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

    private static String template() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
