package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Multiplies a loss by a number. */
final class Scale {

    private Scale() {}

    /**
     * A loss times a number. DJL's {@code mul(Number)} would lend the engine a Java buffer that the
     * graph keeps and a garbage collection frees, and would make a float64 of a scalar.
     *
     * @param loss a scalar
     */
    static NDArray by(NDArray loss, double factor) {
        return factor == 1 ? loss : loss.mul(loss.getManager().full(new Shape(), (float) factor));
    }
}
