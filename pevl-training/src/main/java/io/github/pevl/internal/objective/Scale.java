package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Multiplies a loss by a number. */
final class Scale {

    private Scale() {}

    /**
     * A loss times a number. DJL's {@code mul(Number)} would hand the engine a Java buffer, which
     * the graph keeps while the garbage collector frees it, and would turn a scalar into float64.
     *
     * @param loss a scalar
     */
    static NDArray by(NDArray loss, double factor) {
        return factor == 1 ? loss : loss.mul(loss.getManager().full(new Shape(), (float) factor));
    }
}
