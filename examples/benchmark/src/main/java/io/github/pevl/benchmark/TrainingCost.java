package io.github.pevl.benchmark;

import io.github.pevl.recipe.Recipe;
import java.util.Locale;
import java.util.Map;

/**
 * The cost of a training step, medians over steps.
 *
 * @param name name of the training
 * @param recipe what a step computes
 * @param parameters of the network, without its momentum encoder
 * @param steps number of timed steps
 * @param millis milliseconds of the parts {@code data}, {@code forward}, {@code backward}, {@code
 *     optimizer}, and of the whole {@code step}
 * @param products the same in matrix products computed before and after
 * @param preparedMillis time in which one thread prepares the data of a step, beside the steps; the
 *     part {@code data} is the time that the step itself spends on data and, by wall clock, waits
 *     for them
 * @param productMillis milliseconds of one matrix product
 * @param peakBytes peak memory of the process; 0 if unknown
 */
public record TrainingCost(
        String name,
        Recipe recipe,
        long parameters,
        int steps,
        Map<String, Double> millis,
        Map<String, Double> products,
        double preparedMillis,
        double productMillis,
        long peakBytes) {

    private static final String STEP = "step";
    private static final double MEGABYTE = 1e6;

    /** Images in a step. */
    int images() {
        return recipe.batch() * recipe.accumulationSteps();
    }

    /** Texts in a step. */
    int texts() {
        return images() * recipe.textsPerImage();
    }

    /** A table for the terminal. */
    public String table() {
        StringBuilder out = new StringBuilder();
        out.append(
                format(
                        "%s: %s, %,d parameters, %d pixels, %d images and %d texts a step, %d steps%n",
                        name,
                        recipe.name(),
                        parameters,
                        recipe.imageSide(),
                        images(),
                        texts(),
                        steps));
        out.append(format("%-14s", ""));
        millis.keySet().forEach(part -> out.append(format(" %9s", part)));
        out.append(format(" %9s %9s %9s%n", "an image", "a text", "beside"));
        out.append(line("milliseconds", "%9.1f", millis, 1, preparedMillis));
        out.append(line("products", "%9.2f", products, 1, preparedMillis / productMillis));
        double step = millis.getOrDefault(STEP, 0.0);
        out.append(line("% of a step", "%9.1f", millis, 100 / step, preparedMillis * 100 / step));
        out.append(
                format(
                        "a product takes %.1f ms; at most %.0f MB were resident%n",
                        productMillis, peakBytes / MEGABYTE));
        return out.toString();
    }

    private String line(
            String name, String format, Map<String, Double> parts, double scale, double beside) {
        StringBuilder out = new StringBuilder(format("%-14s", name));
        parts.values().forEach(part -> out.append(format(" " + format, part * scale)));
        double step = parts.getOrDefault(STEP, 0.0) * scale;
        out.append(format(" " + format, step / images()))
                .append(format(" " + format, step / texts()));
        return out.append(format(" " + format + "%n", beside)).toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
