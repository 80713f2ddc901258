package io.github.pevl.cli.report;

import io.github.pevl.recipe.RecipeDraft;
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

    /** What is to be known of the run first, by name. */
    Map<String, String> facts() {
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
        double median = median();
        facts.put("median step", format("%.0f ms", median));
        if (median > 0) {
            double images = RunCharts.images(run.recipe()) * 1000 / median;
            facts.put("throughput", format("%.1f images a second", images));
        }
        run.steps().stream()
                .map(RunHistory.Step::residentBytes)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .ifPresent(peak -> facts.put("peak memory", format("%.0f MB", peak / MEGABYTE)));
        facts.putAll(size());
        facts.putAll(environment());
        return facts;
    }

    /** Where and when it ran; each machine of a run that was resumed elsewhere. */
    private Map<String, String> environment() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (RunHistory.Event event : run.events()) {
            RunHistory.Environment at = event.environment();
            if (at != null) {
                fact(all, "started", at.date());
                fact(
                        all,
                        "machine",
                        "%s, %s, %d processors".formatted(at.processor(), at.system(), at.cores()));
                fact(all, "devices", String.join(", ", event.devices()));
                fact(all, "threads", at.threads());
                at.versions().forEach((name, version) -> fact(all, name, version));
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        all.forEach((name, values) -> facts.put(name, String.join("; ", values)));
        return facts;
    }

    private static void fact(Map<String, Set<String>> all, String name, String value) {
        all.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(value);
    }

    /** A table with a row for each fact and a column for each run. */
    static String summary(Map<String, RunHistory> runs) {
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        runs.forEach((name, run) -> columns.put(name, new RunTables(run).facts()));
        return table(columns, runs.size() > 1);
    }

    /**
     * The values of the recipes that differ from run to run.
     *
     * @param runs two or more
     */
    static String differences(Map<String, RunHistory> runs) {
        RunHistory first = runs.values().iterator().next();
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        Map<String, String> common = new LinkedHashMap<>();
        runs.forEach(
                (name, run) -> {
                    columns.put(name, RecipeDraft.differences(first.recipe(), run.recipe()));
                    common.putAll(RecipeDraft.differences(run.recipe(), first.recipe()));
                });
        columns.replaceAll(
                (name, own) -> {
                    Map<String, String> values = new LinkedHashMap<>(common);
                    values.putAll(own);
                    return values;
                });
        return common.isEmpty() ? Html.paragraph("The recipes are equal.") : table(columns, true);
    }

    /** On narrow screens the cells of a row stand below each other, each with its run's name. */
    private static String table(Map<String, Map<String, String>> columns, boolean head) {
        StringBuilder rows = new StringBuilder("<div class=\"wide\"><table class=\"facts\">");
        if (head) {
            List<String> names = new ArrayList<>(List.of(""));
            names.addAll(columns.keySet());
            rows.append(Html.row("th", "names", names));
        }
        Set<String> facts = new LinkedHashSet<>();
        columns.values().forEach(column -> facts.addAll(column.keySet()));
        for (String fact : facts) {
            rows.append("<tr>").append(Html.cell(fact, ""));
            columns.forEach(
                    (run, column) ->
                            rows.append(Html.cell(column.getOrDefault(fact, ""), head ? run : "")));
            rows.append("</tr>\n");
        }
        return rows.append("</table></div>\n").toString();
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
