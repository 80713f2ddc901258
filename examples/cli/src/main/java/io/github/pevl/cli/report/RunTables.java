package io.github.pevl.cli.report;

import io.github.pevl.run.RunHistory;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The numbers of a run, as {@code table} elements. */
final class RunTables {

    private static final double MEGABYTE = 1e6;

    private final RunHistory run;

    RunTables(RunHistory run) {
        this.run = run;
    }

    /** An evaluation's measures by name, the metric first. */
    static Map<String, Double> measures(RunHistory.Evaluated evaluation) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(evaluation.metric(), evaluation.value());
        measures.putAll(evaluation.scores());
        return measures;
    }

    /** Summary of the run. */
    String summary() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("recipe", run.recipe().name());
        facts.put("task", run.recipe().task());
        facts.put("state", state());
        RunHistory.Evaluated best = run.best();
        if (best != null) {
            facts.put(
                    "best " + best.metric(), format("%.4f at step %d", best.value(), best.step()));
        }
        facts.put("time", format("%.1f minutes", run.seconds() / 60));
        facts.put("median step", format("%.0f ms", median()));
        run.steps().stream()
                .map(RunHistory.Step::residentBytes)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .ifPresent(peak -> facts.put("peak memory", format("%.0f MB", peak / MEGABYTE)));
        facts.putAll(size());
        StringBuilder rows = new StringBuilder("<table>");
        facts.forEach((name, value) -> rows.append(Html.row("td", "", List.of(name, value))));
        return rows.append("</table>\n").toString();
    }

    /** Whether it is finished, and its last step. */
    String state() {
        List<RunHistory.Step> steps = run.steps();
        long done = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).step();
        String of = run.stepsDue() == 0 ? "" : " of " + run.stepsDue();
        return (run.finished() ? "finished, step " : "not finished, step ") + done + of;
    }

    private Map<String, String> size() {
        try {
            Path weights = run.model().resolve(ModelFolder.WEIGHTS);
            return Map.of(
                    "model",
                    format(
                            "%,d parameters, %.1f MB",
                            run.parameters(), Files.size(weights) / MEGABYTE));
        } catch (IOException e) {
            return Map.of("model", "none that can be read");
        }
    }

    private double median() {
        double[] times =
                run.steps().stream()
                        .mapToDouble(step -> step.milliseconds().getOrDefault("step", 0.0))
                        .sorted()
                        .toArray();
        return times.length == 0 ? 0 : times[times.length / 2];
    }

    /** A row for each evaluation; the best is highlighted. */
    String evaluations() {
        Set<String> names = new LinkedHashSet<>();
        run.evaluations().forEach(e -> names.addAll(measures(e).keySet()));
        List<String> head = new ArrayList<>(List.of("step"));
        head.addAll(names);
        StringBuilder rows = new StringBuilder("<div class=\"scroll\"><table class=\"numbers\">");
        rows.append(Html.row("th", "", head));
        RunHistory.Evaluated best = run.best();
        for (RunHistory.Evaluated evaluation : run.evaluations()) {
            boolean isBest = evaluation.equals(best);
            List<String> cells = new ArrayList<>();
            cells.add(evaluation.step() + (isBest ? " (best)" : ""));
            for (String name : names) {
                Double value = measures(evaluation).get(name);
                cells.add(value == null ? "" : format("%.4f", value));
            }
            rows.append(Html.row("td", isBest ? "best" : "", cells));
        }
        return rows.append("</table></div>\n").toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
