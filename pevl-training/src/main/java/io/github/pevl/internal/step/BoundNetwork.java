package io.github.pevl.internal.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.model.ForwardContext;
import io.github.pevl.internal.model.PevlBlock;

/**
 * A network that is ready to run: the one that is trained, or its momentum encoder.
 *
 * @param network the network
 * @param context supplies the values of its parameters
 */
record BoundNetwork(PevlBlock network, ForwardContext context) {

    private static final String TEMPERATURE = "temp";
    private static final float MIN_TEMPERATURE = 0.001f;
    private static final float MAX_TEMPERATURE = 0.5f;

    /** Pixels (B, 3, side, side) to patch states (B, P, V). */
    NDArray encodeImage(NDArray pixels) {
        return network.encodeImage(context, pixels);
    }

    /** Token ids and attention mask (T, L) to word states (T, L, D). */
    NDArray encodeText(NDArray ids, NDArray mask) {
        return network.encodeText(context, ids, mask);
    }

    /**
     * The unit vectors that contrast compares.
     *
     * @param image patch states, (B, P, V)
     * @param words word states of the first text of each image, (B, L, D)
     * @return (B, E) each
     */
    Features features(NDArray image, NDArray words) {
        return new Features(
                network.imageFeature(context, image), network.textFeature(context, words));
    }

    /** The scores of the whole vocabulary at the mask positions, (K, vocabulary). */
    NDArray predictMasked(TrainingInput in, NDArray image, TextsPerImage texts) {
        return network.fill(
                context, in.maskedIds(), in.mask(), image, texts.counts(), in.maskPositions());
    }

    /**
     * The scores of "no" and "yes" for pairs of image and text, (R, 2).
     *
     * @param words word states, (R, L, D)
     * @param mask attention mask, (R, L)
     * @param image patch states, (B, P, V)
     * @param perImage the number of texts paired with each image, B numbers with sum R
     */
    NDArray match(NDArray words, NDArray mask, NDArray image, int[] perImage) {
        return network.match(context, words, mask, image, perImage);
    }

    /** The learnt temperature of contrast, a scalar, after it was clamped to 0.001..0.5. */
    NDArray clampedTemperature(Device device) {
        NDArray temperature = temperature(device);
        float value = temperature.getFloat();
        float clamped = Math.min(MAX_TEMPERATURE, Math.max(MIN_TEMPERATURE, value));
        if (clamped != value) {
            // The same memory without the graph: a parameter itself must not be written in place.
            try (NDArray values = temperature.stopGradient()) {
                values.muli(0).addi(clamped);
            }
        }
        return temperature;
    }

    /** The learnt temperature of contrast, a scalar. */
    NDArray temperature(Device device) {
        return context.store()
                .getValue(network.getParameters().get(TEMPERATURE), device, context.training());
    }
}
