package io.github.pevl.cli.report;

import io.github.pevl.run.RunHistory;
import io.github.pevl.run.RunHistory.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The charts of a run, as {@code figure} elements. */
final class RunCharts {

    private static final double MEGABYTE = 1e6;

    /** The whole step: its parts and what is between them. */
    private static final String WHOLE = "step";

    /** Ratio of largest to smallest value from which on the axis is logarithmic. */
    private static final double WIDE = 20;

    private final RunHistory run;
    private final int each;

    RunCharts(RunHistory run) {
        this.run = run;
        each = Points.perPoint(run.steps().size());
    }

    /** How the steps are averaged. */
    String smoothing() {
        return each == 1
                ? "Each point is a step."
                : "Each point is the mean of %d steps; the first is the first step."
                        .formatted(each);
    }

    /** The terms of the loss and, if there are several, their sum. */
    String losses() throws IOException {
        Curves curves = new Curves("loss, weighted");
        Set<String> terms = names(run.steps().stream().map(Step::losses));
        List<Points> all = new ArrayList<>();
        for (String term : terms) {
            all.add(add(curves, term, step -> step.losses().get(term)));
        }
        if (terms.size() > 1) {
            all.add(add(curves, "sum", Step::loss));
        }
        if (isWide(all)) {
            curves.logarithmic();
        }
        return figure("loss", "Loss by term", curves);
    }

    String rate() throws IOException {
        Curves curves = new Curves("learning rate");
        curves.scientific();
        add(curves, "rate", Step::rate);
        return figure("rate", "Learning rate", curves);
    }

    /** The time of a step and of its parts. */
    String times() throws IOException {
        Curves curves = new Curves("milliseconds a step");
        for (String part : names(run.steps().stream().map(Step::milliseconds))) {
            add(
                    curves,
                    part.equals(WHOLE) ? "whole step" : part,
                    step -> step.milliseconds().get(part));
        }
        return figure("time", "Time of a step and of its parts", curves);
    }

    /** Resident memory; an empty text if unknown. */
    String memory() throws IOException {
        Curves curves = new Curves("megabytes");
        add(
                curves,
                "resident",
                step -> step.residentBytes() == null ? null : step.residentBytes() / MEGABYTE);
        return curves.names().isEmpty() ? "" : figure("memory", "Resident memory", curves);
    }

    /** Metric and scores of each evaluation; the best is marked. */
    String measures() throws IOException {
        Curves curves = new Curves("measure, 0 to 1");
        Function<RunHistory.Evaluated, Map<String, Double>> all = RunTables::measures;
        for (String name : names(run.evaluations().stream().map(all))) {
            Points points =
                    points(run.evaluations(), e -> (double) e.step(), e -> all.apply(e).get(name));
            curves.addMarked(name, points);
        }
        RunHistory.Evaluated best = run.best();
        if (best != null) {
            curves.mark("best " + best.metric(), (double) best.step(), best.value());
        }
        return figure("measures", "Measures on the validation data", curves);
    }

    private static Set<String> names(Stream<Map<String, Double>> maps) {
        Set<String> names = new LinkedHashSet<>();
        maps.forEach(map -> names.addAll(map.keySet()));
        return names;
    }

    private Points add(Curves curves, String name, Function<Step, Double> value) {
        Points points = points(run.steps(), step -> (double) step.step(), value).means(each);
        if (!points.steps().isEmpty()) {
            curves.add(name, points);
        }
        return points;
    }

    /** Skips entries without a finite value. */
    private static <E> Points points(
            Collection<E> entries, Function<E, Double> step, Function<E, Double> value) {
        List<E> present =
                entries.stream()
                        .filter(e -> value.apply(e) != null && Double.isFinite(value.apply(e)))
                        .toList();
        return new Points(
                present.stream().map(step).toList(), present.stream().map(value).toList());
    }

    private static boolean isWide(List<Points> curves) {
        List<Double> values = curves.stream().flatMap(c -> c.values().stream()).sorted().toList();
        return !values.isEmpty()
                && values.get(0) > 0
                && values.get(values.size() - 1) > WIDE * values.get(0);
    }

    private static String figure(String id, String title, Curves curves) throws IOException {
        return "<figure>%s<figcaption>%s: %s</figcaption></figure>%n"
                .formatted(
                        curves.svg(id + "-"),
                        Html.escaped(title),
                        Html.escaped(String.join(", ", curves.names())));
    }
}
