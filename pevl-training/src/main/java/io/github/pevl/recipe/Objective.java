package io.github.pevl.recipe;

import java.util.stream.DoubleStream;

/**
 * The objective of a training run: the weights of the losses, and the numbers that they need. A
 * loss of weight 0 is off and costs nothing.
 *
 * @param masked weight of masked language modelling over the whole vocabulary, 0 or more
 * @param position weight of ordering-aware position labels, 0 or more; 2 in pre-training, 1 in
 *     fine-tuning (configs, key {@code postoken_temp})
 * @param contrast weight of image-text contrast, 0 or more
 * @param matching weight of image-text matching, 0 or more
 * @param distillation the largest share of the momentum encoder's predictions in the targets of
 *     masked modelling and contrast, 0 to 1; 0.4 in the original (configs, key {@code alpha})
 * @param momentum weight of the old average when the momentum encoder is updated, 0 to below 1;
 *     0.995 in the original
 * @param queueSize number of past features that contrast compares with; 65536 in the original
 * @param positionDecay how fast position labels fall off with the distance in bins, above 0; 0.15
 *     for grounding, 0.25 otherwise (configs, key {@code exp_decay_ratio}). From {@value
 *     #HARD_LABELS} on a label is 1 at the true bin and 0 elsewhere: plain cross-entropy, without
 *     order
 */
public record Objective(
        double masked,
        double position,
        double contrast,
        double matching,
        double distillation,
        double momentum,
        int queueSize,
        double positionDecay) {

    /** A {@link #positionDecay} of which exp(-d) is 0 as a float32 number. */
    public static final double HARD_LABELS = 1000;

    private static final double MAX_DECAY = 1e6;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number, its value and what is allowed
     */
    public Objective {
        weight("masked", masked);
        weight("position", position);
        weight("contrast", contrast);
        weight("matching", matching);
        if (DoubleStream.of(masked, position, contrast, matching).sum() == 0) {
            throw new IllegalArgumentException(
                    "The weights masked, position, contrast and matching are all 0, so there is"
                            + " nothing to learn; give at least one of them a positive weight.");
        }
        require(distillation >= 0 && distillation <= 1, "distillation", distillation, "0 to 1");
        if (distillation > 0 && masked == 0 && contrast == 0) {
            throw new IllegalArgumentException(
                    "distillation is %s, but masked and contrast, the only losses with distillation,"
                                    .formatted(distillation)
                            + " are 0; set distillation to 0 or one of them above 0.");
        }
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "0 to below 1");
        require(
                queueSize >= (contrast > 0 ? 1 : 0),
                "queueSize",
                queueSize,
                "positive, or 0 without contrast");
        require(
                positionDecay > 0 && positionDecay <= MAX_DECAY,
                "positionDecay",
                positionDecay,
                "above 0, up to " + MAX_DECAY);
    }

    /** Whether masked tokens are predicted: for masked modelling or position labels. */
    public boolean predictsMasked() {
        return masked > 0 || position > 0;
    }

    /** Whether masked modelling learns from predictions of the momentum encoder. */
    public boolean distilsTokens() {
        return masked > 0 && distillation > 0;
    }

    /** Whether a momentum encoder is needed: for contrast or distillation. */
    public boolean needsMomentumEncoder() {
        return contrast > 0 || distilsTokens();
    }

    private static void weight(String name, double value) {
        require(value >= 0 && Double.isFinite(value), name, value, "0 (off) or more");
    }

    private static void require(boolean right, String name, Number value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(
                    "The objective's %s is %s; it must be %s.".formatted(name, value, allowed));
        }
    }
}
