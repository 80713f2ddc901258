package io.github.pevl.translate;

import java.io.IOException;

/** Writes what a task asks the network for a request. Stateless, so threads may share it. */
@FunctionalInterface
interface QueryWriter<Q, A> {

    /**
     * Writes the query of a request. Checks the limits before it cleans and tokenizes texts.
     *
     * @throws IllegalArgumentException if the request does not fit the model or its limits
     * @throws IOException if an image of the request cannot be fetched
     */
    Query<A> write(Q request) throws IOException;

    /** The same for other types of requests and results. */
    default <I, O> QueryWriter<I, O> serving(Endpoint<I, Q, A, O> endpoint) {
        return request -> write(endpoint.read().read(request)).map(endpoint.write());
    }
}
