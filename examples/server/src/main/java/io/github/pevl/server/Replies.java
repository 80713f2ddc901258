package io.github.pevl.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes answers. */
final class Replies {

    private static final String JSON = "application/json";
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** An error as DJL Serving writes it. */
    private record Problem(int code, String type, @Nullable String message) {}

    private Replies() {}

    static void send(HttpServerExchange exchange, ApiException problem) {
        if (problem.status() == 401) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.status() == 503) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        }
        send(
                exchange,
                problem.status(),
                new Problem(problem.status(), problem.type(), problem.getMessage()));
    }

    /** Sends an object as JSON. */
    static void send(HttpServerExchange exchange, int status, Object value) {
        byte[] text = GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
        send(exchange, status, JSON, text);
    }

    static void send(HttpServerExchange exchange, int status, String type, byte[] content) {
        if (exchange.isResponseStarted()) {
            return;
        }
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseSender().send(ByteBuffer.wrap(content));
    }
}
