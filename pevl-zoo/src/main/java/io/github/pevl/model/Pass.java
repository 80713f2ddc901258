package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.UnaryOperator;

/**
 * One run through the network: where parameters come from, and whether dropout acts.
 *
 * @param store gives each parameter's values on the device in use
 * @param training whether dropout acts
 */
record Pass(ParameterStore store, boolean training) {

    /** A parameter's values on the device of {@code like}. */
    NDArray value(Parameter parameter, NDArray like) {
        return store.getValue(parameter, like.getDevice(), training);
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
