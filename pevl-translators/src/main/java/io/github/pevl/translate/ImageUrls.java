package io.github.pevl.translate;

import io.github.pevl.internal.util.Excerpt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches images of requests from the hosts that the application allows, into memory, within time
 * and size limits. Each redirect, at most five, is checked like the first URL. Proxies are not
 * used, since they would reach addresses that were not checked.
 */
final class ImageUrls {

    private static final int REDIRECTS = 5;

    /**
     * Time-outs.
     *
     * @param connect for a connection
     * @param read for the start of the response, and then for each further piece
     * @param total for the image, redirects included
     */
    record Timeouts(Duration connect, Duration read, Duration total) {
        static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private final AllowedHosts hosts;
    private final int maxBytes;
    private final Timeouts timeouts;
    private final @Nullable HttpClient client; // null if no host is allowed

    /**
     * Sets the limits; opens no connection.
     *
     * @param hosts allowed hosts; with none, nothing is fetched
     */
    ImageUrls(AllowedHosts hosts, int maxBytes, Timeouts timeouts) {
        this.hosts = hosts;
        this.maxBytes = maxBytes;
        this.timeouts = timeouts;
        client =
                hosts.isEmpty()
                        ? null
                        : HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .proxy(ProxySelector.of(null))
                                .connectTimeout(timeouts.connect())
                                .build();
    }

    /**
     * Fetches a file.
     *
     * @throws IllegalArgumentException if the URL, or one that it leads to, is not allowed
     * @throws IOException if it cannot be fetched completely within the limits
     */
    byte[] fetch(String text) throws IOException {
        if (client == null) {
            throw new IllegalArgumentException(
                    "image is the URL %s, and this server fetches none. Send the image itself: a"
                                    .formatted(Excerpt.of(text))
                            + " part of the request, base64, or a data URL. Whoever runs the server"
                            + " may allow hosts by the model's argument allowUrls.");
        }
        long deadline = System.nanoTime() + timeouts.total().toNanos();
        URI url = uri(text);
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            hosts.require(url);
            HttpResponse<byte[]> response = get(client, url, deadline);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() == 200) {
                return response.body();
            }
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                throw failed(url, "the answer has the status " + response.statusCode(), null);
            }
            url = url.resolve(uri(location.get()));
        }
        throw failed(url, "there are more than %d redirects".formatted(REDIRECTS), null);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "image is %s, which is no URL.".formatted(Excerpt.of(text)), e);
        }
    }

    private HttpResponse<byte[]> get(HttpClient client, URI url, long deadline) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url).header("Accept", "image/*").build();
        BoundedBody body = new BoundedBody(maxBytes);
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, body);
        try {
            return await(response.applyToEither(body.refused(), r -> r), body, url, deadline);
        } catch (ExecutionException e) {
            throw failed(url, message(e), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Waiting for an image was interrupted.");
        } finally {
            body.cancel();
            response.cancel(true);
        }
    }

    /** Waits as long as bytes keep arriving, but not beyond the deadline. */
    private HttpResponse<byte[]> await(
            CompletableFuture<HttpResponse<byte[]>> response,
            BoundedBody body,
            URI url,
            long deadline)
            throws IOException, InterruptedException, ExecutionException {
        long before = 0;
        while (true) {
            long left = deadline - System.nanoTime();
            long wait = Math.min(left, timeouts.read().toNanos());
            try {
                return response.get(Math.max(wait, 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                long now = body.received();
                if (wait == left || now == before) {
                    Duration limit = wait == left ? timeouts.total() : timeouts.read();
                    throw failed(url, "no answer, or no more of it, within " + limit, e);
                }
                before = now;
            }
        }
    }

    private static String message(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static IOException failed(URI url, String why, @Nullable Throwable cause) {
        return new IOException(
                "The image %s could not be fetched: %s.".formatted(Excerpt.of(url.toString()), why),
                cause);
    }
}
