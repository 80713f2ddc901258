package io.github.pevl.cli.report;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A chart of curves over steps, as a {@code figure} element. The plot stretches to the width of the
 * page while its labels, which are texts of the page, keep their size. Without scripts it shows the
 * curves; with {@code report.js} also the values below the pointer, and any smoothing.
 */
final class Chart {

    /** Weight of the past in a smoothed curve, until the reader chooses another. */
    static final double SMOOTHING = 0.6;

    /** Ratio of the largest to the smallest value from which on an axis is logarithmic. */
    private static final double WIDE = 20;

    /** Units of the drawing, in both directions. */
    private static final int SIZE = 1000;

    /** Curves with other colours; the style sheet has as many. */
    private static final int COLOURS = 8;

    private static final int TICKS = 5;
    private static final Gson GSON = new Gson(); // escapes what would end a script

    private final String title;
    private final String caption;
    private final Map<String, Points> curves = new LinkedHashMap<>();
    private final Map<String, String> styles = new HashMap<>();
    private boolean logarithmic;
    private boolean marked;
    private boolean smooth = true;

    /**
     * Starts a chart.
     *
     * @param title what is shown, with its unit
     * @param caption how to read it; may be empty
     */
    Chart(String title, String caption) {
        this.title = title;
        this.caption = caption;
    }

    /** Adds a curve, unless it has no points; then its colour stays free. */
    void add(String name, Points points) {
        styles.put(name, "c" + styles.size() % COLOURS);
        if (!points.steps().isEmpty()) {
            curves.put(name, points);
        }
    }

    /** Makes the y axis logarithmic if all values are positive and differ widely. */
    void logarithmicIfWide() {
        Axis all = axis(Points::values);
        logarithmic = all.low() > 0 && all.high() > WIDE * all.low();
    }

    /** Marks each point of the curves, which are few, and smooths nothing. */
    void mark() {
        marked = true;
        smooth = false;
    }

    /** Smooths nothing. */
    void exact() {
        smooth = false;
    }

    /** Whether there is nothing to show. */
    boolean isEmpty() {
        return curves.isEmpty();
    }

    private interface Coordinate {
        List<Double> of(Points points);
    }

    private Axis axis(Coordinate coordinate) {
        return Axis.over(
                curves.values().stream()
                        .flatMap(points -> coordinate.of(points).stream())
                        .toList());
    }

    /** The figure. */
    String html() {
        Axis x = axis(Points::steps);
        Axis y =
                logarithmic
                        ? axis(Points::values).onLogarithmicScale()
                        : axis(Points::values).rounded(TICKS);
        StringBuilder labels = new StringBuilder();
        y.ticks(TICKS).forEach(tick -> labels.append(label("y", "bottom", y.share(tick), tick)));
        x.ticks(TICKS).forEach(tick -> labels.append(label("x", "left", x.share(tick), tick)));
        StringBuilder keys = new StringBuilder();
        for (String name : curves.keySet()) {
            keys.append(
                    "<li><i class=\"%s\"></i>%s</li>".formatted(style(name), Html.escaped(name)));
        }
        String parts =
                "<figcaption><b>%s</b> %s</figcaption><ul class=\"keys\">%s</ul><div class=\"plot\">%s%s<output></output></div><script type=\"application/json\">%s</script>"
                        .formatted(
                                Html.escaped(title),
                                Html.escaped(caption),
                                keys,
                                svg(x, y),
                                labels,
                                GSON.toJson(data(x, y)));
        return "<figure class=\"chart\">%s</figure>%n".formatted(parts);
    }

    private String svg(Axis x, Axis y) {
        StringBuilder svg = new StringBuilder();
        for (double tick : y.ticks(TICKS)) {
            String height = number(SIZE * (1 - y.share(tick)));
            svg.append(path("grid", "M0 %s H%d".formatted(height, SIZE)));
        }
        curves.forEach(
                (name, points) -> {
                    if (smooth) {
                        svg.append(path("raw " + style(name), line(points, x, y)));
                    }
                    Points strong = smooth ? points.smoothed(SMOOTHING) : points;
                    svg.append(path("line " + style(name), line(strong, x, y)));
                    if (marked) {
                        svg.append(path("dots " + style(name), dots(points, x, y)));
                    }
                });
        String label = Html.escaped(String.join(", ", curves.keySet()));
        return "<svg role=\"img\" aria-label=\"%1$s\" viewBox=\"0 0 %2$d %2$d\" preserveAspectRatio=\"none\">%3$s</svg>"
                .formatted(label, SIZE, svg);
    }

    /** What the script reads. */
    private Map<String, Object> data(Axis x, Axis y) {
        List<Map<String, Object>> all = new ArrayList<>();
        curves.forEach(
                (name, points) ->
                        all.add(
                                Map.of(
                                        "style",
                                        style(name),
                                        "name",
                                        name,
                                        "steps",
                                        points.steps(),
                                        "values",
                                        points.values())));
        return Map.of(
                "x", List.of(x.low(), x.high()),
                "y", List.of(y.low(), y.high()),
                "logarithmic", logarithmic,
                "smooth", smooth,
                "curves", all);
    }

    private String style(String name) {
        return styles.getOrDefault(name, "c0");
    }

    private static String path(String style, String d) {
        return "<path class=\"%s\" d=\"%s\"/>".formatted(style, d);
    }

    private static String label(String axis, String side, double share, double value) {
        return "<span class=\"%s\" style=\"%s:%s%%\">%s</span>"
                .formatted(axis, side, number(100 * share), Axis.text(value));
    }

    private static String line(Points points, Axis x, Axis y) {
        return "M" + String.join("L", positions(points, x, y));
    }

    /** Lines without length, whose round ends are dots. */
    private static String dots(Points points, Axis x, Axis y) {
        return positions(points, x, y).stream()
                .map(position -> "M" + position + "h0")
                .collect(Collectors.joining());
    }

    private static List<String> positions(Points points, Axis x, Axis y) {
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < points.steps().size(); i++) {
            positions.add(
                    number(SIZE * x.share(points.steps().get(i)))
                            + " "
                            + number(SIZE * (1 - y.share(points.values().get(i)))));
        }
        return positions;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
