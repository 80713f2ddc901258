package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests by models. */
final class Predictions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Predictions.class);

    /** The entry of the query that names a session. */
    static final String SESSION = "session";

    private final BodyReceiver bodies;
    private final Sessions sessions;
    private final Metrics metrics;
    private final Duration timeout;

    Predictions(BodyReceiver bodies, Sessions sessions, Metrics metrics, Duration timeout) {
        this.bodies = bodies;
        this.sessions = sessions;
        this.metrics = metrics;
        this.timeout = timeout;
    }

    /** Receives a request, and answers it when it has been predicted. */
    void predict(HttpServerExchange exchange, ServedModel model) {
        long start = System.nanoTime();
        exchange.addExchangeCompleteListener(
                (ended, next) -> {
                    metrics.answered(
                            model.name(), ended.getStatusCode(), System.nanoTime() - start);
                    next.proceed();
                });
        model.queue().requireRoom();
        bodies.receive(
                exchange,
                (received, body) ->
                        received.dispatch(
                                SameThreadExecutor.INSTANCE, () -> submit(received, body, model)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the reply says of both ends
    private void submit(HttpServerExchange exchange, byte[] body, ServedModel model) {
        try {
            Sessions.Lease lease = lease(exchange);
            model.queue()
                    .submit(() -> read(exchange, body, model, lease))
                    .whenComplete(
                            (output, error) -> {
                                if (lease != null) {
                                    lease.close();
                                }
                                reply(exchange, output, error);
                            });
        } catch (ApiException e) {
            Replies.send(exchange, e);
        }
    }

    private Sessions.@Nullable Lease lease(HttpServerExchange exchange) {
        Deque<String> session = exchange.getQueryParameters().get(SESSION);
        return session == null ? null : sessions.lease(session.getFirst());
    }

    private static Input read(
            HttpServerExchange exchange,
            byte[] body,
            ServedModel model,
            Sessions.@Nullable Lease lease)
            throws IOException {
        Input input = RequestInput.of(exchange, body);
        return lease == null
                ? model.reader().read(input)
                : model.reader().read(input, lease.image());
    }

    private void reply(HttpServerExchange exchange, Output output, @Nullable Throwable error) {
        if (error != null) {
            Replies.send(exchange, refusal(error));
        } else {
            Replies.send(
                    exchange,
                    output.getCode(),
                    output.getProperty("Content-Type", "application/json"),
                    output.getData().getAsBytes());
        }
    }

    /** What the client is told: its own mistakes as they are, of ours only that they happened. */
    ApiException refusal(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause instanceof TranslateException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ApiException known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            return ApiException.slowAnswer(timeout.toSeconds());
        }
        if (cause instanceof OutOfMemoryError || cause.getCause() instanceof OutOfMemoryError) {
            LOGGER.warn("A request did not fit into memory", cause);
            return ApiException.outOfMemory();
        }
        if (cause instanceof IllegalArgumentException || cause instanceof IOException) {
            return ApiException.badRequest(String.valueOf(cause.getMessage()));
        }
        LOGGER.error("A request failed", cause);
        return ApiException.failed();
    }
}
