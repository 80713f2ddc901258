package io.github.pevl.server;

import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Receives the bodies of requests, without a thread for each: many slow senders take neither
 * threads nor, since memory grows with what has come, the memory that they announce. The bytes of
 * all requests that are not answered yet have a limit together.
 */
final class BodyReceiver {

    /** Takes a whole body, in the thread that received it, which must not be held up. */
    interface Receiver {
        void receive(HttpServerExchange exchange, byte[] body);
    }

    private final int maxBytes;
    private final long maxTotal;
    private final Duration timeout;
    private final AtomicLong total = new AtomicLong();

    /**
     * Sets the limits.
     *
     * @param maxBytes of one body
     * @param maxTotal bytes of all bodies together
     * @param timeout for the whole of a body; who is slower is disconnected
     */
    BodyReceiver(int maxBytes, long maxTotal, Duration timeout) {
        this.maxBytes = maxBytes;
        this.maxTotal = maxTotal;
        this.timeout = timeout;
    }

    /**
     * Receives a body.
     *
     * @param receiver is called once, unless the client goes away or is refused
     * @throws ApiException if the request says that it is too large
     */
    void receive(HttpServerExchange exchange, Receiver receiver) {
        if (exchange.getRequestContentLength() > maxBytes) {
            exchange.setPersistent(false);
            throw ApiException.tooLarge(maxBytes);
        }
        new Body(exchange).start(receiver);
    }

    private final class Body {

        private final HttpServerExchange exchange;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @SuppressWarnings("NullAway.Init") // start sets it before anything can end
        private XnioExecutor.Key timer;

        private boolean over;

        Body(HttpServerExchange exchange) {
            this.exchange = exchange;
        }

        void start(Receiver receiver) {
            exchange.addExchangeCompleteListener(
                    (ended, next) -> {
                        total.addAndGet(-bytes.size());
                        next.proceed();
                    });
            timer =
                    exchange.getIoThread()
                            .executeAfter(this::drop, timeout.toMillis(), TimeUnit.MILLISECONDS);
            exchange.getRequestReceiver()
                    .receivePartialBytes(
                            (received, piece, last) -> take(piece, last, receiver),
                            (received, error) -> drop());
        }

        private void take(byte[] piece, boolean last, Receiver receiver) {
            if (over) {
                return;
            }
            ApiException refusal = refusal(piece.length);
            if (refusal != null) {
                end();
                exchange.setPersistent(false);
                Replies.send(exchange, refusal);
                return;
            }
            bytes.writeBytes(piece);
            if (last) {
                end();
                receiver.receive(exchange, bytes.toByteArray());
            }
        }

        private @Nullable ApiException refusal(int more) {
            if (bytes.size() + (long) more > maxBytes) {
                return ApiException.tooLarge(maxBytes);
            }
            if (total.addAndGet(more) > maxTotal) {
                total.addAndGet(-more);
                return ApiException.busy();
            }
            return null;
        }

        private void end() {
            over = true;
            timer.remove();
        }

        /** The client went away, or is too slow. */
        private void drop() {
            if (!over) {
                end();
                IoUtils.safeClose(exchange.getConnection());
                exchange.endExchange();
            }
        }
    }
}
