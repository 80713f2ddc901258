package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;

/** The learnt temperature of image-text contrast, which the original keeps within bounds. */
final class Temperature {

    private static final float MIN = 0.001f;
    private static final float MAX = 0.5f;

    private Temperature() {}

    /** Clamps the parameter to 0.001..0.5, and returns it. */
    static NDArray clamp(NDArray temperature) {
        float value = temperature.getFloat();
        float clamped = Math.min(MAX, Math.max(MIN, value));
        if (clamped != value) {
            // The same memory without the graph: a parameter itself must not be written in place.
            try (NDArray values = temperature.stopGradient()) {
                values.muli(0).addi(clamped);
            }
        }
        return temperature;
    }
}
