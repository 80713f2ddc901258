package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;

/** The memory of arrays, which this line of DJL lends to Java. */
final class ArrayMemory {

    /** Whether {@link #of} gives the memory itself. */
    static final boolean IS_LENT = true;

    private ArrayMemory() {}

    /**
     * The elements of an array on a processor, in the machine's byte order. Not a copy: what is
     * written there is in the array. Valid until the array is closed.
     *
     * @param array its elements lie in order
     */
    static ByteBuffer of(NDArray array) {
        return array.toByteBuffer(true);
    }
}
