package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A request on its way through a {@link ModelQueue}. */
final class Job {

    private final CompletableFuture<Output> answer = new CompletableFuture<>();
    private Callable<? extends Input> source;
    private Input input;

    Job(Callable<? extends Input> source) {
        this.source = source;
    }

    CompletableFuture<Output> answer() {
        return answer;
    }

    /** Reads the request; forgets the bytes that it was read from. */
    void read() throws Exception {
        input = source.call();
        source = null;
    }

    /** After {@link #read}. */
    Input input() {
        return input;
    }
}
