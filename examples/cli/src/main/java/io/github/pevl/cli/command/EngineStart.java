package io.github.pevl.cli.command;

import ai.djl.engine.Engine;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts PyTorch beside everything that needs none of it: loading its library takes as long as
 * reading the command line, the image and the list of models.
 */
public final class EngineStart {

    /** Commands that always ask a model. */
    private static final Set<String> COMMANDS =
            Set.of("ground", "phrases", "relations", "reason", "choices", "ask", "answers", "fill");

    private static final FutureTask<Engine> ENGINE =
            new FutureTask<>(() -> Engine.getEngine("PyTorch"));

    private static boolean started;

    private EngineStart() {}

    /** Starts it in a thread of its own if a command line is going to need it. */
    public static void beside(String... words) {
        boolean helps =
                Arrays.stream(words).anyMatch(Set.of("-h", "--help", "-V", "--version")::contains);
        if (!helps && Arrays.stream(words).anyMatch(COMMANDS::contains)) {
            new Thread(ENGINE, "engine").start();
            started = true;
        }
    }

    /**
     * Waits for a start that nobody needs any more, as after wrong input: a process must not end
     * while its libraries are being loaded.
     */
    public static void settle() {
        if (started) {
            try {
                ENGINE.get();
            } catch (ExecutionException e) {
                // Whoever needed the engine has said so.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until it has started, or starts it; throws what it throws. */
    static void await() {
        ENGINE.run(); // nothing if it runs already
        try {
            ENGINE.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PyTorch starts", e);
        }
    }
}
