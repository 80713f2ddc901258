package io.github.pevl.cli.report;

import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.RunHistory;
import io.github.pevl.run.RunHistory.Evaluated;
import io.github.pevl.run.RunHistory.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The charts of runs. Of one run, a chart shows all quantities of a kind, such as the terms of the
 * loss; of several, there is a chart for each quantity, with a curve for each run.
 */
final class RunCharts {

    private static final double MEGABYTE = 1e6;
    private static final double MILLIS = 1000;

    /** The whole step: its parts and what is between them. */
    private static final String WHOLE = "step";

    private final Map<String, RunHistory> runs;

    /**
     * Takes runs.
     *
     * @param runs by the names that the charts give them, at least one
     */
    RunCharts(Map<String, RunHistory> runs) {
        this.runs = new LinkedHashMap<>(runs);
    }

    /** A quantity of the entries of a log; null where an entry has none. */
    private record Quantity<E>(String name, BiFunction<RunHistory, E, Double> value) {
        static <E> Quantity<E> of(String name, Function<E, Double> value) {
            return new Quantity<>(name, (run, entry) -> value.apply(entry));
        }
    }

    /** How the points of long logs are made. */
    String averaging() {
        int each =
                runs.values().stream()
                        .mapToInt(run -> Points.perPoint(run.steps().size()))
                        .max()
                        .orElse(1);
        return each == 1
                ? "Each point is a step."
                : "Each point is the mean of %d steps; the first is the first step."
                        .formatted(each);
    }

    /** The terms of the loss and, if there are several, their sum. */
    String losses() {
        List<Quantity<Step>> all = new ArrayList<>();
        for (String term : names(Step::losses)) {
            all.add(Quantity.of(term, step -> step.losses().get(term)));
        }
        boolean sums = all.size() > 1;
        if (sums) {
            all.add(Quantity.of("sum", Step::loss));
        }
        return steps(
                "Loss",
                sums ? "each term times its weight in the recipe, and their sum" : "the only term",
                all,
                Chart::logarithmicIfWide);
    }

    String gradients() {
        Quantity<Step> norm = Quantity.of("gradient norm", Step::gradientNorm);
        String caption = "of all gradients together, before the recipe's clipNorm limits it";
        return steps("Gradient norm", caption, List.of(norm), Chart::logarithmicIfWide);
    }

    String rate() {
        Quantity<Step> rate = Quantity.of("rate", Step::rate);
        return steps("Learning rate", "as the recipe plans it", List.of(rate), Chart::exact);
    }

    String throughput() {
        Quantity<Step> images =
                new Quantity<>("images a second", (run, step) -> throughput(run.recipe(), step));
        return steps("Images a second", "of the whole step", List.of(images), chart -> {});
    }

    private static @Nullable Double throughput(Recipe recipe, Step step) {
        Double time = step.milliseconds().get(WHOLE);
        return time == null ? null : MILLIS * images(recipe) / time;
    }

    /** Images in a step. */
    static int images(Recipe recipe) {
        return recipe.batch() * recipe.accumulationSteps();
    }

    /** The time of a step and of its parts. */
    String times() {
        List<Quantity<Step>> parts = new ArrayList<>();
        for (String part : names(Step::milliseconds)) {
            boolean whole = part.equals(WHOLE);
            if (whole || runs.size() == 1) {
                String name = whole ? "whole step" : part;
                parts.add(Quantity.of(name, step -> step.milliseconds().get(part)));
            }
        }
        String caption = "waiting for data, both passes through the network, updating the weights";
        return steps("Milliseconds a step", caption, parts, chart -> {});
    }

    /** Resident memory; an empty text if unknown. */
    String memory() {
        Quantity<Step> bytes =
                Quantity.of(
                        "resident",
                        step ->
                                step.residentBytes() == null
                                        ? null
                                        : step.residentBytes() / MEGABYTE);
        return steps(
                "Memory in megabytes",
                "what the process holds in RAM: weights, their gradients and moments, what a step"
                        + " computes, images in preparation, and Java's heap. It should level off"
                        + " after the first evaluation",
                List.of(bytes),
                chart -> {});
    }

    /** Measures of each evaluation; of several runs only the metric that selects the best model. */
    String measures() {
        Set<String> names = new LinkedHashSet<>();
        for (RunHistory run : runs.values()) {
            for (Evaluated evaluation : run.evaluations()) {
                Set<String> all = RunTables.measures(evaluation).keySet();
                names.addAll(runs.size() == 1 ? all : List.of(evaluation.metric()));
            }
        }
        List<Quantity<Evaluated>> all = new ArrayList<>();
        for (String name : names) {
            all.add(Quantity.of(name, evaluation -> RunTables.measures(evaluation).get(name)));
        }
        return charts(
                new Entries<>(RunHistory::evaluations, Evaluated::step),
                "Measures",
                "on the validation data, 0 to 1; the first selects the best model",
                all,
                Chart::mark);
    }

    private String steps(
            String title, String caption, List<Quantity<Step>> all, Consumer<Chart> style) {
        return charts(new Entries<>(RunHistory::steps, Step::step), title, caption, all, style);
    }

    /** Entries of a log, and the step of each. */
    private record Entries<E>(Function<RunHistory, List<E>> of, ToLongFunction<E> step) {

        /** The curve of a quantity, without the entries that have none. */
        Points points(RunHistory run, Quantity<E> quantity) {
            List<Double> steps = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (E entry : of.apply(run)) {
                Double value = quantity.value().apply(run, entry);
                if (value != null && Double.isFinite(value)) {
                    steps.add((double) step.applyAsLong(entry));
                    values.add(value);
                }
            }
            return new Points(steps, values).means(Points.perPoint(of.apply(run).size()));
        }
    }

    private <E> String charts(
            Entries<E> entries,
            String title,
            String caption,
            List<Quantity<E>> quantities,
            Consumer<Chart> style) {
        StringBuilder html = new StringBuilder();
        if (runs.size() == 1) {
            RunHistory run = runs.values().iterator().next();
            Chart chart = new Chart(title, caption);
            quantities.forEach(q -> chart.add(q.name(), entries.points(run, q)));
            html.append(html(chart, style));
        } else {
            for (Quantity<E> quantity : quantities) {
                boolean alone = quantities.size() == 1;
                Chart chart =
                        new Chart(
                                alone ? title : title + ": " + quantity.name(),
                                html.isEmpty() ? caption : ""); // said once
                runs.forEach((name, run) -> chart.add(name, entries.points(run, quantity)));
                html.append(html(chart, style));
            }
        }
        return html.toString();
    }

    private static String html(Chart chart, Consumer<Chart> style) {
        if (chart.isEmpty()) {
            return "";
        }
        style.accept(chart);
        return chart.html();
    }

    private Set<String> names(Function<Step, Map<String, Double>> of) {
        Set<String> names = new LinkedHashSet<>();
        runs.values().forEach(run -> run.steps().forEach(s -> names.addAll(of.apply(s).keySet())));
        return names;
    }
}
