package io.github.pevl.translate;

import java.io.IOException;
import java.util.function.Function;

/**
 * A pair of types that a task serves, and how they convert to the task's own.
 *
 * @param request the type of requests
 * @param result the type of results
 * @param read converts a request
 * @param write converts a result
 */
record Endpoint<I, Q, A, O>(
        Class<I> request, Class<O> result, Reader<I, Q> read, Function<A, O> write) {

    /** Converts a request. */
    @FunctionalInterface
    interface Reader<I, Q> {
        Q read(I request) throws IOException;
    }
}
