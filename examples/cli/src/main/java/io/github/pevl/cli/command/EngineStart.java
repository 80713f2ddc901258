package io.github.pevl.cli.command;

import ai.djl.engine.Engine;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts PyTorch beside everything that needs none of it: loading its library takes as long as
 * reading the command line, the image and the list of models.
 */
public final class EngineStart {

    /** The start of this process's engine. */
    public static final EngineStart PYTORCH = new EngineStart(() -> Engine.getEngine("PyTorch"));

    private final FutureTask<Engine> engine;
    private final Thread thread;

    EngineStart(Callable<Engine> start) {
        engine = new FutureTask<>(start);
        thread = new Thread(engine, "engine");
    }

    /** Whether a command always asks a model. */
    public static boolean isNeededBy(Class<?> command) {
        return ImageCommand.class.isAssignableFrom(command);
    }

    /** Starts it in a thread of its own. */
    public void beside() {
        thread.start();
    }

    /**
     * Waits for a start that nobody needs any more, as after wrong input: a process must not end
     * while its libraries are being loaded. Returns at once if nothing was started.
     */
    public void settle() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it has started, or starts it; throws what it throws. */
    void await() {
        engine.run(); // nothing if it runs already
        try {
            engine.get();
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
