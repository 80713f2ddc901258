package io.github.pevl.benchmark;

import io.github.pevl.recipe.Recipe;
import java.util.Locale;
import java.util.Map;

/**
 * What a step of a training costs, medians over steps.
 *
 * @param name of the training
 * @param recipe what is done in a step
 * @param parameters of the network, those of its twin not counted
 * @param steps that were timed
 * @param millis of the parts {@code data}, {@code forward}, {@code backward}, {@code optimizer},
 *     and of the whole {@code step}
 * @param products the same in matrix products made before and after
 * @param preparedMillis what one thread takes to prepare the data of a step, which is done beside
 *     it; the part {@code data} is what the step itself has to do with it, and by the wall clock
 *     what it waits for it
 * @param productMillis of one matrix product
 * @param peakBytes the most memory of the process; 0 if not known
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

    public String table() {
        StringBuilder out = new StringBuilder();
        out.append(
                say(
                        "%s: %s, %,d parameters, %d pixels, %d images and %d texts a step, %d steps%n",
                        name,
                        recipe.name(),
                        parameters,
                        recipe.imageSide(),
                        images(),
                        texts(),
                        steps));
        out.append(say("%-14s", ""));
        millis.keySet().forEach(part -> out.append(say(" %9s", part)));
        out.append(say(" %9s %9s %9s%n", "an image", "a text", "beside"));
        out.append(line("milliseconds", "%9.1f", millis, 1, preparedMillis));
        out.append(line("products", "%9.2f", products, 1, preparedMillis / productMillis));
        double step = millis.get(STEP);
        out.append(line("% of a step", "%9.1f", millis, 100 / step, preparedMillis * 100 / step));
        out.append(
                say(
                        "a product takes %.1f ms; at most %.0f MB were resident%n",
                        productMillis, peakBytes / MEGABYTE));
        return out.toString();
    }

    private String line(
            String name, String format, Map<String, Double> parts, double scale, double beside) {
        StringBuilder out = new StringBuilder(say("%-14s", name));
        parts.values().forEach(part -> out.append(say(" " + format, part * scale)));
        double step = parts.get(STEP) * scale;
        out.append(say(" " + format, step / images())).append(say(" " + format, step / texts()));
        return out.append(say(" " + format + "%n", beside)).toString();
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
