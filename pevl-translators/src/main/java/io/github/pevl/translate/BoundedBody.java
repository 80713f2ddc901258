package io.github.pevl.translate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of one response in memory, up to a limit. */
final class BoundedBody implements HttpResponse.BodyHandler<byte[]> {

    private final int maxBytes;
    private final Collector collector = new Collector();

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The number of bytes received so far. */
    long received() {
        return collector.received;
    }

    /**
     * A future that fails as soon as the body is too long; the client itself may wait for its end.
     */
    <T> CompletableFuture<T> refused() {
        return collector.whole.thenCompose(bytes -> new CompletableFuture<>());
    }

    /** Cancels the transfer, and closes the connection if the body is incomplete. */
    void cancel() {
        Flow.Subscription running = collector.subscription;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo info) {
        if (info.headers().firstValueAsLong("Content-Length").orElse(0) > maxBytes) {
            collector.refuse();
        }
        return collector;
    }

    private final class Collector implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile Flow.@Nullable Subscription subscription;
        private volatile long received;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + (long) buffer.remaining() > maxBytes) {
                    refuse();
                    Objects.requireNonNull(subscription).cancel();
                    return;
                }
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                bytes.writeBytes(piece);
                received = bytes.size();
            }
        }

        private void refuse() {
            whole.completeExceptionally(
                    new IOException(
                            "it has more than the %d bytes that maxImageBytes allows"
                                    .formatted(maxBytes)));
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
