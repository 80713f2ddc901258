package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;

/** DJL 0.25 gives copies of an array's memory only. */
final class ArrayMemory {

    /** Whether {@link #of} gives the memory itself. */
    static final boolean IS_LENT = false;

    private ArrayMemory() {}

    /** Refuses. */
    @SuppressWarnings("DoNotCallSuggester") // the class of this name for DJL 0.36 has an answer
    static ByteBuffer of(NDArray array) {
        throw new UnsupportedOperationException("DJL 0.25 does not lend the memory of arrays.");
    }
}
