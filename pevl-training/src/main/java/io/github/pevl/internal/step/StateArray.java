package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Named arrays of a state from which training can be resumed. */
final class StateArray {

    private StateArray() {}

    /** A second handle on an array's values: closing it leaves the array open. */
    static NDArray handle(String name, NDArray array, NDManager owner) {
        NDArray handle = array.stopGradient();
        handle.attach(owner);
        handle.setName(name);
        return handle;
    }

    /**
     * Overwrites the values of an array in place. DJL's {@code copyTo} would replace its memory by
     * a Java buffer, in which the engine adds in another order.
     *
     * @param array of at least one dimension
     * @param values of the same shape, on any device
     */
    static void write(NDArray array, NDArray values) {
        array.set(new NDIndex(":"), values.toDevice(array.getDevice(), false));
    }

    /**
     * An array of a state.
     *
     * @throws IllegalArgumentException if it is missing or has another shape or type
     */
    static NDArray require(NDList state, String name, Shape shape, DataType type) {
        NDArray array = state.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    ("The state to resume from lacks %s; it comes from a run with another objective,"
                                    + " or from a checkpoint without momentum encoder and queues.")
                            .formatted(name));
        }
        if (!array.getShape().equals(shape) || array.getDataType() != type) {
            throw new IllegalArgumentException(
                    ("%s of the state to resume from is %s %s where this run has %s %s; the network's"
                                    + " sizes and the objective's queueSize must be the same.")
                            .formatted(name, array.getDataType(), array.getShape(), type, shape));
        }
        return array;
    }
}
