package io.github.pevl.server;

import ai.djl.modality.Input;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.MultipartParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a request what DJL Serving makes of it: entries of the query and parts of the body by
 * their names, or the body as {@code data}; headers as properties. What these mean, the library
 * reads.
 */
final class RequestInput {

    private static final int MAX_PARTS = 64;

    private RequestInput() {}

    /**
     * Makes the input.
     *
     * @throws ApiException if the body is not what its type says
     */
    static Input of(HttpServerExchange exchange, byte[] body) {
        Input input = new Input();
        for (HeaderValues header : exchange.getRequestHeaders()) {
            input.addProperty(header.getHeaderName().toString(), header.getFirst());
        }
        exchange.getQueryParameters()
                .forEach((name, values) -> values.forEach(value -> input.add(name, value)));
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String plain = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (plain.startsWith("multipart/")) {
            parts(input, type, body);
        } else if (plain.startsWith("application/x-www-form-urlencoded") && !isJson(body)) {
            form(input, new String(body, StandardCharsets.UTF_8));
        } else {
            input.add("data", body);
        }
        if (input.getContent().size() > MAX_PARTS) {
            throw tooManyParts();
        }
        return input;
    }

    /** What curl sends with -d as a form, although it is none. */
    private static boolean isJson(byte[] body) {
        return body.length > 0 && body[0] == '{';
    }

    private static ApiException tooManyParts() {
        return ApiException.badRequest(
                "The request has more than %d parts. Send each field once, lists as JSON."
                        .formatted(MAX_PARTS));
    }

    private static void form(Input input, String text) {
        for (String pair : text.split("&", MAX_PARTS + 2)) {
            int equals = pair.indexOf('=');
            try {
                input.add(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest(
                        "The form is not encoded as application/x-www-form-urlencoded. Send JSON, or multipart/form-data.");
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void parts(Input input, String type, byte[] body) {
        String boundary = parameter(type, "boundary");
        if (boundary == null || boundary.isEmpty()) {
            throw badMultipart();
        }
        try (DefaultByteBufferPool pool = new DefaultByteBufferPool(false, 1024)) {
            MultipartParser.ParseState state =
                    MultipartParser.beginParse(
                            pool,
                            new Parts(input),
                            boundary.getBytes(StandardCharsets.US_ASCII),
                            StandardCharsets.UTF_8.name());
            state.parse(ByteBuffer.wrap(body));
            if (!state.isComplete()) {
                throw badMultipart();
            }
        } catch (IOException e) {
            throw badMultipart();
        }
    }

    /** A parameter of a header; null if there is none that can be read. */
    private static @Nullable String parameter(String header, String name) {
        try {
            return Headers.extractQuotedValueFromHeader(header, name);
        } catch (StringIndexOutOfBoundsException e) { // it ends in the middle
            return null;
        }
    }

    private static ApiException badMultipart() {
        return ApiException.badRequest(
                "The body is not multipart/form-data with the boundary that Content-Type names. Send one part for each field, and the image file as the part image.");
    }

    private static final class Parts implements MultipartParser.PartHandler {

        private final Input input;
        private String name = ""; // of the part that is being read
        private ByteArrayOutputStream content = new ByteArrayOutputStream();

        Parts(Input input) {
            this.input = input;
        }

        @Override
        public void beginPart(HeaderMap headers) {
            if (input.getContent().size() >= MAX_PARTS) {
                throw tooManyParts();
            }
            String disposition = headers.getFirst(Headers.CONTENT_DISPOSITION);
            String given = disposition == null ? null : parameter(disposition, "name");
            if (given == null) {
                throw badMultipart();
            }
            name = given;
            content = new ByteArrayOutputStream();
        }

        @Override
        public void data(ByteBuffer buffer) {
            byte[] piece = new byte[buffer.remaining()];
            buffer.get(piece);
            content.writeBytes(piece);
        }

        @Override
        public void endPart() {
            input.add(name, content.toByteArray());
        }
    }
}
