package io.github.pevl.server;

import ai.djl.modality.cv.Image;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Takes images that are to be asked again. */
final class SessionRequests implements AutoCloseable {

    private final BodyReceiver bodies;
    private final Sessions sessions;
    private final RequestReader reader;
    private final Predictions predictions;
    private final ThreadPoolExecutor threads;

    private record Opened(String session, int width, int height) {}

    /**
     * Starts the threads that decode.
     *
     * @param reader of a model, whose limits images have
     * @param predictions says what is wrong with an image
     */
    SessionRequests(
            BodyReceiver bodies,
            Sessions sessions,
            RequestReader reader,
            Predictions predictions,
            ServerOptions options) {
        this.bodies = bodies;
        this.sessions = sessions;
        this.reader = reader;
        this.predictions = predictions;
        threads =
                new ThreadPoolExecutor(
                        options.workers(),
                        options.workers(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(options.queue()),
                        task -> new Thread(task, "pevl-session"));
    }

    /** Receives an image; answers with the session's name and the image's size. */
    void open(HttpServerExchange exchange) {
        bodies.receive(
                exchange,
                (received, body) ->
                        received.dispatch(
                                SameThreadExecutor.INSTANCE, () -> submit(received, body)));
    }

    private void submit(HttpServerExchange exchange, byte[] body) {
        try {
            threads.execute(() -> add(exchange, body));
        } catch (RejectedExecutionException e) {
            Replies.send(exchange, ApiException.busy());
        }
    }

    private void add(HttpServerExchange exchange, byte[] body) {
        try {
            Image image = reader.readImage(RequestInput.of(exchange, body));
            String id = sessions.add(image);
            Replies.send(exchange, 200, new Opened(id, image.getWidth(), image.getHeight()));
        } catch (Exception | OutOfMemoryError e) {
            Replies.send(exchange, predictions.refusal(e));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
