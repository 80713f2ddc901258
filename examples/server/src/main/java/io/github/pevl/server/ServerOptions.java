package io.github.pevl.server;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server serves, where, and how much of it at once.
 *
 * @param models names of the zoo, or model folders; empty for all models that are in the jar
 * @param precision how models compute, as their argument {@code precision} has it; null for what
 *     they, or the system property, say
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any free one
 * @param workers predictions that run at the same time, at least 1
 * @param queue requests of one model that may be admitted and not yet answered, at least 1; more
 *     are refused at once
 * @param batch requests of one model that are asked together when they wait, at least 1
 * @param maxBodyBytes bytes of a request, at least 1
 * @param maxPixels pixels of an image, at least 1
 * @param maxTexts expressions, phrases, choices or masks of a request, at least 1
 * @param requestTimeout from the whole request to its answer; also the limit for sending a request
 * @param allowedHosts hosts that images may be fetched from, as the model argument {@code
 *     allowUrls} has them; empty to fetch none
 * @param token who asks must send it as a bearer token; null if everyone may ask
 * @param corsOrigin another site whose pages may ask, or {@code *}; null for none
 * @param sessions encoded images that are kept, at least 1; the one unused longest goes first
 */
public record ServerOptions(
        List<String> models,
        @Nullable String precision,
        String host,
        int port,
        int workers,
        int queue,
        int batch,
        int maxBodyBytes,
        int maxPixels,
        int maxTexts,
        Duration requestTimeout,
        List<String> allowedHosts,
        @Nullable String token,
        @Nullable String corsOrigin,
        int sessions) {

    /** Checks the numbers and copies the lists. */
    public ServerOptions {
        models = List.copyOf(models);
        allowedHosts = List.copyOf(allowedHosts);
        require("port", port, 0, 65_535);
        require("workers", workers, 1, 1_024);
        require("queue", queue, 1, 1_000_000);
        require("batch", batch, 1, 1_024);
        require("maxBodyBytes", maxBodyBytes, 1, Integer.MAX_VALUE);
        require("maxPixels", maxPixels, 1, Integer.MAX_VALUE);
        require("maxTexts", maxTexts, 1, Integer.MAX_VALUE);
        require("sessions", sessions, 1, 1_000_000);
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "requestTimeout is %s; it must be positive.".formatted(requestTimeout));
        }
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException("token is blank; give a word, or none.");
        }
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d; it must lie in %d..%d.".formatted(name, value, min, max));
        }
    }

    /** Starts from the defaults: all models of the jar on 127.0.0.1:8080. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. */
    public static final class Builder {

        private List<String> models = List.of();
        private @Nullable String precision;
        private String host = "127.0.0.1";
        private int port = 8080;
        private int workers = 2;
        private int queue = 64;
        private int batch = 8;
        private int maxBodyBytes = 32 << 20;
        private int maxPixels = 16_777_216;
        private int maxTexts = 128;
        private Duration requestTimeout = Duration.ofSeconds(30);
        private List<String> allowedHosts = List.of();
        private @Nullable String token;
        private @Nullable String corsOrigin;
        private int sessions = 32;

        private Builder() {}

        /** Names of the zoo, or model folders; all models of the jar unless it is called. */
        public Builder optModels(List<String> names) {
            models = names;
            return this;
        }

        /** How models compute; as they, or the system property, say, unless it is called. */
        public Builder optPrecision(@Nullable String name) {
            precision = name;
            return this;
        }

        /** Where to listen; 127.0.0.1 and 8080, and 0 is any free port. */
        public Builder optAddress(String name, int number) {
            host = name;
            port = number;
            return this;
        }

        /** Predictions that run at the same time; 2, since PyTorch takes half of the processors. */
        public Builder optWorkers(int count) {
            workers = count;
            return this;
        }

        /** Requests of one model that may wait or run; 64. */
        public Builder optQueue(int count) {
            queue = count;
            return this;
        }

        /** Requests that are asked together when they wait; 8. */
        public Builder optBatch(int count) {
            batch = count;
            return this;
        }

        /** Bytes of a request; 32 MiB. */
        public Builder optMaxBodyBytes(int count) {
            maxBodyBytes = count;
            return this;
        }

        /** Pixels of an image; 16,777,216. */
        public Builder optMaxPixels(int count) {
            maxPixels = count;
            return this;
        }

        /** Expressions, phrases, choices or masks of a request; 128. */
        public Builder optMaxTexts(int count) {
            maxTexts = count;
            return this;
        }

        /** How long a request may take to come, and then to be answered; 30 s. */
        public Builder optRequestTimeout(Duration time) {
            requestTimeout = time;
            return this;
        }

        /** Hosts that images may be fetched from; none. */
        public Builder optAllowedHosts(List<String> names) {
            allowedHosts = names;
            return this;
        }

        /** A bearer token that requests must bring; none. */
        public Builder optToken(@Nullable String text) {
            token = text;
            return this;
        }

        /** Another site whose pages may ask; none. */
        public Builder optCorsOrigin(@Nullable String origin) {
            corsOrigin = origin;
            return this;
        }

        /** Encoded images that are kept; 32. */
        public Builder optSessions(int count) {
            sessions = count;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws IllegalArgumentException naming one that is out of its range
         */
        public ServerOptions build() {
            return new ServerOptions(
                    models,
                    precision,
                    host,
                    port,
                    workers,
                    queue,
                    batch,
                    maxBodyBytes,
                    maxPixels,
                    maxTexts,
                    requestTimeout,
                    allowedHosts,
                    token,
                    corsOrigin,
                    sessions);
        }
    }
}
