package io.github.pevl.benchmark;

import ai.djl.util.JsonUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code bench}. Where it timed the original, costs are compared with the original's.
 *
 * @param productMillis milliseconds of one product of 1025 x 768 by 768 x 3072 float32 numbers
 * @param threads threads of PyTorch; 0 if OpenMP chose
 * @param rounds how often each request was timed
 * @param lines one for each request and model
 */
public record BenchReport(double productMillis, int threads, int rounds, List<Line> lines) {

    /** The name, in tables and charts, of the network that all are compared with. */
    public static final String ORIGINAL = "the original";

    private static final double MEGABYTE = 1e6;

    /**
     * The cost of a request to a model, medians over the rounds.
     *
     * @param model its name
     * @param task its name
     * @param count number of expressions, choices, objects or questions of a request
     * @param images number of requests that are answered at once, each about an image of its own
     * @param title for people, such as "10 expressions"
     * @param texts number of sentences that the network read
     * @param millis from the request to the answer
     * @param products the same, in matrix products computed before and after
     * @param ratio the cost as a share of the original's; null if that was not timed
     * @param peakBytes peak memory of the process during the request; 0 if unknown
     * @param stages matrix products for each part of the network; empty if unknown
     * @param operations share of the time for each kind of operation, 0 to 1; empty if not profiled
     * @param furtherText cost of each text beyond those of the task's first line; null there
     */
    public record Line(
            String model,
            String task,
            int count,
            int images,
            String title,
            int texts,
            double millis,
            double products,
            @Nullable Double ratio,
            long peakBytes,
            Map<StagedBlock.Stage, Double> stages,
            Map<OperationKind, Double> operations,
            @Nullable Further furtherText) {

        private Line comparedWith(Line first, @Nullable Line original) {
            Further further = null;
            if (images == 1 && first.texts < texts) {
                double more = texts - first.texts;
                further =
                        new Further(
                                (millis - first.millis) / more, (products - first.products) / more);
            }
            return new Line(
                    model,
                    task,
                    count,
                    images,
                    title,
                    texts,
                    millis,
                    products,
                    original == null ? null : products / original.products,
                    peakBytes,
                    stages,
                    operations,
                    further);
        }

        /** As in {@code --rows}. */
        private String name() {
            return BenchRow.name(task, count, images);
        }

        private double imagesPerSecond() {
            return images * 1000 / millis;
        }
    }

    /** The cost of one more text about the same image. */
    public record Further(double millis, double products) {}

    /** Compares each line with the first of its model and task, and with the original's. */
    static BenchReport of(double productMillis, int threads, int rounds, List<Line> lines) {
        return new BenchReport(
                productMillis,
                threads,
                rounds,
                lines.stream()
                        .map(line -> line.comparedWith(first(lines, line), original(lines, line)))
                        .toList());
    }

    private static @Nullable Line original(List<Line> lines, Line like) {
        return lines.stream()
                .filter(l -> l.model.equals(ORIGINAL) && l.title.equals(like.title))
                .findFirst()
                .orElse(null);
    }

    private static Line first(List<Line> lines, Line like) {
        return lines.stream()
                .filter(l -> l.model.equals(like.model) && l.task.equals(like.task))
                .findFirst()
                .orElseThrow();
    }

    /** The models, in order. */
    public List<String> models() {
        return lines.stream().map(Line::model).distinct().toList();
    }

    /** The lines of each request, in order: one for every model. */
    public List<List<Line>> byRequest() {
        return List.copyOf(
                lines.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Line::title, LinkedHashMap::new, Collectors.toList()))
                        .values());
    }

    public String json() {
        return JsonUtils.GSON_PRETTY.toJson(this) + System.lineSeparator();
    }

    /** The unit of the numbers. */
    public String unit() {
        return format(
                "1 product = one fp32 matrix product 1025x768x3072 = %.1f ms; medians of %d rounds",
                productMillis, rounds);
    }

    public String table() {
        StringBuilder out = new StringBuilder(unit()).append(System.lineSeparator());
        for (String model : models()) {
            List<Line> own = lines.stream().filter(l -> l.model.equals(model)).toList();
            out.append(format("%n%s%n", model));
            out.append(
                    format(
                            "%-15s %5s %9s %9s %9s %7s %9s %9s %8s%n",
                            "request",
                            "texts",
                            "ms",
                            "images/s",
                            "products",
                            "ratio",
                            "ms/text",
                            "prod/text",
                            "peak MB"));
            own.forEach(line -> out.append(cost(line)));
            if (!own.get(0).stages.isEmpty()) {
                out.append(format("%nproducts by part of the network%n%-15s", "request"));
                for (StagedBlock.Stage stage : StagedBlock.Stage.values()) {
                    out.append(format(" %9s", stage.name().toLowerCase(Locale.ROOT)));
                }
                out.append(format(" %9s%n", "around"));
                own.forEach(line -> out.append(parts(line)));
            }
        }
        return out.toString();
    }

    private static String cost(Line line) {
        Further further = line.furtherText;
        return format(
                "%-15s %5d %9.1f %9.2f %9.1f %7s %9s %9s %8s%n",
                line.name(),
                line.texts,
                line.millis,
                line.imagesPerSecond(),
                line.products,
                line.ratio == null ? "-" : format("%.3f", line.ratio),
                further == null ? "-" : format("%.1f", further.millis),
                further == null ? "-" : format("%.2f", further.products),
                line.peakBytes == 0 ? "-" : format("%.0f", line.peakBytes / MEGABYTE));
    }

    private static String parts(Line line) {
        StringBuilder out = new StringBuilder(format("%-15s", line.name()));
        double rest = line.products;
        for (StagedBlock.Stage stage : StagedBlock.Stage.values()) {
            double part = line.stages.getOrDefault(stage, 0.0);
            rest -= part;
            out.append(format(" %9.1f", part));
        }
        return out.append(format(" %9.1f%n", rest)).toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
