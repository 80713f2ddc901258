package io.github.pevl.benchmark;

import ai.djl.util.JsonUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code bench} found.
 *
 * @param productMillis one product of 1025 x 768 by 768 x 3072 single-precision numbers
 * @param threads of PyTorch; 0 if OpenMP was left to choose
 * @param rounds how often everything was asked
 * @param lines a request to a model each
 */
public record BenchReport(double productMillis, int threads, int rounds, List<Line> lines) {

    /** What tables and charts call the network that all are compared with. */
    public static final String ORIGINAL = "the original";

    private static final double MEGABYTE = 1e6;

    /**
     * A request to a model, medians of the rounds.
     *
     * @param model its name
     * @param task what was asked
     * @param count how much of it
     * @param title the same for people
     * @param texts sentences that the network read
     * @param millis from the request to the answer
     * @param products the same, in matrix products of the same moments
     * @param original what it costs the original, in matrix products
     * @param peakBytes the most memory of the process while it was answered; 0 if not known
     * @param stages matrix products for each part of the network; empty if not known
     * @param operations shares of the time, of 0 to 1, for each kind of operation; empty if nobody
     *     asked
     * @param furtherText what each text costs more, compared with the task's first line; null there
     */
    public record Line(
            String model,
            String task,
            int count,
            String title,
            int texts,
            double millis,
            double products,
            double original,
            long peakBytes,
            Map<StagedBlock.Stage, Double> stages,
            Map<OperationKind, Double> operations,
            Further furtherText) {

        private Line comparedWith(Line first) {
            Further further = null;
            if (first.texts < texts) {
                double more = texts - first.texts;
                further =
                        new Further(
                                (millis - first.millis) / more, (products - first.products) / more);
            }
            return new Line(
                    model,
                    task,
                    count,
                    title,
                    texts,
                    millis,
                    products,
                    original,
                    peakBytes,
                    stages,
                    operations,
                    further);
        }
    }

    /** The cost of one more text about the same image. */
    public record Further(double millis, double products) {}

    /** Compares each line with the first of its model and task. */
    static BenchReport of(double productMillis, int threads, int rounds, List<Line> lines) {
        return new BenchReport(
                productMillis,
                threads,
                rounds,
                lines.stream().map(line -> line.comparedWith(first(lines, line))).toList());
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

    /** What each request cost each model: requests in order, each with a line for every model. */
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

    /** What the numbers are. */
    public String unit() {
        return say(
                "1 product = one fp32 matrix product 1025x768x3072 = %.1f ms; medians of %d rounds",
                productMillis, rounds);
    }

    public String table() {
        StringBuilder out = new StringBuilder(unit()).append(System.lineSeparator());
        for (String model : models()) {
            List<Line> own = lines.stream().filter(l -> l.model.equals(model)).toList();
            out.append(say("%n%s%n", model));
            out.append(
                    say(
                            "%-15s %5s %9s %9s %9s %7s %9s %9s %8s%n",
                            "request",
                            "texts",
                            "ms",
                            "products",
                            "original",
                            "ratio",
                            "ms/text",
                            "prod/text",
                            "peak MB"));
            own.forEach(line -> out.append(cost(line)));
            if (!own.get(0).stages.isEmpty()) {
                out.append(say("%nwhere it goes, products%n%-15s", "request"));
                for (StagedBlock.Stage stage : StagedBlock.Stage.values()) {
                    out.append(say(" %9s", stage.name().toLowerCase(Locale.ROOT)));
                }
                out.append(say(" %9s%n", "around"));
                own.forEach(line -> out.append(parts(line)));
            }
        }
        return out.toString();
    }

    private static String cost(Line line) {
        Further further = line.furtherText;
        return say(
                "%-15s %5d %9.1f %9.1f %9.0f %7.2f %9s %9s %8s%n",
                line.task + " " + line.count,
                line.texts,
                line.millis,
                line.products,
                line.original,
                line.products / line.original,
                further == null ? "-" : say("%.1f", further.millis),
                further == null ? "-" : say("%.2f", further.products),
                line.peakBytes == 0 ? "-" : say("%.0f", line.peakBytes / MEGABYTE));
    }

    private static String parts(Line line) {
        StringBuilder out = new StringBuilder(say("%-15s", line.task + " " + line.count));
        double rest = line.products;
        for (StagedBlock.Stage stage : StagedBlock.Stage.values()) {
            double part = line.stages.getOrDefault(stage, 0.0);
            rest -= part;
            out.append(say(" %9.1f", part));
        }
        return out.append(say(" %9.1f%n", rest)).toString();
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
