package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way through a {@link ModelQueue}. */
final class Job {

    private final CompletableFuture<Output> answer = new CompletableFuture<>();
    private @Nullable Callable<? extends Input> source; // null once it was read
    private @Nullable Input input; // null until then

    Job(Callable<? extends Input> source) {
        this.source = source;
    }

    CompletableFuture<Output> answer() {
        return answer;
    }

    /** Reads the request; forgets the bytes that it was read from. */
    void read() throws Exception {
        input = Objects.requireNonNull(source, "a request is read once").call();
        source = null;
    }

    /** After {@link #read}. */
    Input input() {
        return Objects.requireNonNull(input, "the request was not read");
    }
}
