package io.github.pevl.internal.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.UnaryOperator;

/**
 * How the network is run: where the values of its parameters come from, whether dropout is active,
 * and how linear layers multiply.
 *
 * @param store gives each parameter's values on the device in use
 * @param training whether dropout is active
 * @param products of the linear layers
 */
record ForwardContext(ParameterStore store, boolean training, Products products) {

    /** With products in float32. */
    ForwardContext(ParameterStore store, boolean training) {
        this(store, training, Products.FLOAT32);
    }

    /**
     * A parameter's values as float32. Values stored in 16 bits are widened, which is exact, each
     * time they are needed; that saves the memory of a wide copy.
     *
     * @param owner takes the widened array; float32 arrays stay with the model
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
     * A parameter's values as stored: float32, float16, or bytes of {@link Bfloat16}.
     *
     * @throws IllegalStateException if they are stored in 16 bits and this is a training pass
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
     * @throws IllegalStateException if its values are stored in 16 bits
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
     * Runs a part of the network and closes every array it created except its result. Without this,
     * all intermediate arrays of a prediction would live until the prediction ends. Automatic
     * differentiation holds its own references to what it needs.
     *
     * <p>DJL attaches a result to the manager of the left operand: inside {@code part}, write the
     * state to the left of parameters.
     *
     * @param state the input; not shared with other threads
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
     * As {@link #scoped}, and closes the input too, so that a stack of layers keeps one state
     * alive.
     *
     * @param state the input, closed afterwards
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
