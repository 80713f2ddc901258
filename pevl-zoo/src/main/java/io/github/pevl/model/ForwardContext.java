package io.github.pevl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.UnaryOperator;

/**
 * How the network is run: where the values of its parameters come from, and whether dropout acts.
 *
 * @param store gives each parameter's values on the device in use
 * @param training whether dropout acts
 */
public record ForwardContext(ParameterStore store, boolean training) {

    /**
     * A parameter's values to compute with, float32. Values that are held in 16 bits are widened,
     * which is exact, each time they are needed: that costs less than to hold them wide.
     *
     * @param owner what is widened belongs to it; others stay with the model
     */
    NDArray value(Parameter parameter, NDManager owner) {
        NDArray held = held(parameter, owner.getDevice());
        NDArray wide = wide(held);
        if (wide != held) {
            wide.attach(owner);
        }
        return wide;
    }

    /**
     * A parameter's values as they are held: float32, float16, or bytes, see {@link Bfloat16}.
     *
     * @throws IllegalStateException if they are held in 16 bits and are to be trained
     */
    NDArray held(Parameter parameter, Device device) {
        NDArray held = store.getValue(parameter, device, training);
        if (training) {
            requireWide(parameter, held);
        }
        return held;
    }

    /**
     * Checks that a parameter can be trained.
     *
     * @throws IllegalStateException if its values are held in 16 bits
     */
    static void requireWide(Parameter parameter, NDArray held) {
        if (held.getDataType() != DataType.FLOAT32) {
            throw new IllegalStateException(
                    parameter.getName()
                            + " is held in 16 bits, as models of 16-bit files are for inference;"
                            + " training needs float32. Load the file with WeightLoader.load, or"
                            + " import it with float32 precision.");
        }
    }

    /** The same values as float32. */
    static NDArray wide(NDArray values) {
        if (Bfloat16.isHeldIn(values)) {
            return Bfloat16.widen(values);
        }
        return values.getDataType() == DataType.FLOAT16
                ? values.toType(DataType.FLOAT32, true)
                : values;
    }

    /**
     * Runs a part of the network and closes all that it made but its result. Without this, every
     * intermediate array of a prediction would live until the prediction ends. What automatic
     * differentiation still needs it holds by itself.
     *
     * <p>Arrays belong to the manager of an operation's left operand: inside {@code part}, the
     * state must stand left of parameters.
     *
     * @param state the array that flows through; must not be shared with other threads
     */
    static NDArray scoped(NDArray state, UnaryOperator<NDArray> part) {
        NDManager owner = state.getManager();
        try (NDManager scope = owner.newSubManager()) {
            state.tempAttach(scope);
            NDArray result = part.apply(state);
            result.attach(owner);
            return result;
        }
    }

    /**
     * Runs a part of the network and closes its input as well, so that however many layers follow
     * each other, only one state is alive.
     *
     * @param state the array that flows through, of no use afterwards
     */
    static NDArray consumed(NDArray state, UnaryOperator<NDArray> part) {
        NDManager owner = state.getManager();
        try (NDManager scope = owner.newSubManager()) {
            state.attach(scope);
            NDArray result = part.apply(state);
            result.attach(owner);
            return result;
        }
    }
}
