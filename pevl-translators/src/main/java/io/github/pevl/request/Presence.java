package io.github.pevl.request;

import org.jspecify.annotations.Nullable;

/**
 * Whether an expression means anything in the image, as the matching head says about the expression
 * with the found box behind it.
 *
 * @param probability that it does, 0 to 1. It is calibrated where there is a threshold: of the
 *     expressions with 0.8, about 80 % mean something
 * @param threshold the least probability of what counts as found, chosen on validation data; null
 *     for a model without calibration, whose probability is only a score
 */
public record Presence(double probability, @Nullable Double threshold) {

    /** Whether it counts as found; always without calibration. */
    public boolean found() {
        return threshold == null || probability >= threshold;
    }
}
