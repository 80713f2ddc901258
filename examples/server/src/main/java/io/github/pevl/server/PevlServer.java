package io.github.pevl.server;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.zoo.PevlModelZoo;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * Serves models over HTTP, from {@link #start} until {@link #close}: DJL Serving's REST interface,
 * and a page to try every task.
 *
 * <pre>{@code
 * try (PevlServer server = PevlServer.start(ServerOptions.builder().build())) {
 *     System.out.println("http://127.0.0.1:" + server.port());
 *     ...
 * }
 * }</pre>
 */
public final class PevlServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PevlServer.class);

    /** For the head of a request, and between requests of a connection. */
    private static final int HEAD_MILLIS = 10_000;

    private static final int IDLE_MILLIS = 60_000;
    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_CONNECTIONS = 4096;

    /**
     * What is read and thrown away of a request that is too large, so that its client may hear so.
     */
    private static final long DRAINED = 1 << 20;

    private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
    private static final HttpString OPENER_POLICY = new HttpString("Cross-Origin-Opener-Policy");

    private final ServerOptions options;
    private final ModelRegistry models;
    private final Sessions sessions;
    private final SessionRequests sessionRequests;
    private final GracefulShutdownHandler requests;
    private final Undertow undertow;

    private PevlServer(ServerOptions options, ModelRegistry models) {
        this.options = options;
        this.models = models;
        // Pixels are three bytes each; a quarter of the heap holds images, another one requests.
        long share = Runtime.getRuntime().maxMemory() / 4;
        sessions = new Sessions(options.sessions(), share / 3);
        Metrics metrics = new Metrics();
        BodyReceiver bodies =
                new BodyReceiver(options.maxBodyBytes(), share, options.requestTimeout());
        Predictions predictions =
                new Predictions(bodies, sessions, metrics, options.requestTimeout());
        RequestReader reader = models.all().iterator().next().reader();
        sessionRequests = new SessionRequests(bodies, sessions, reader, predictions, options);
        Api api = new Api(models, predictions, sessionRequests, sessions, metrics);
        HttpHandler access =
                new Access(api.open(), api.guarded(), options.token(), options.corsOrigin());
        requests = Handlers.gracefulShutdown(Handlers.httpContinueRead(refusing(access)));
        undertow = undertow(exchange -> handle(exchange));
    }

    /**
     * Loads the models, asks each once, and listens.
     *
     * @throws IOException if a model cannot be read, or the address is in use
     * @throws ModelNotFoundException if a name or folder is no model
     * @throws MalformedModelException if a folder holds no model
     * @throws IllegalArgumentException if two models have one name
     */
    public static PevlServer start(ServerOptions options)
            throws IOException, ModelNotFoundException, MalformedModelException {
        List<String> sources =
                options.models().isEmpty() ? PevlModelZoo.bundledNames() : options.models();
        ModelRegistry models = ModelRegistry.open(sources, options);
        WarmUp.run(models.all());
        return start(options, models);
    }

    /** Serves models that are loaded. */
    static PevlServer start(ServerOptions options, ModelRegistry models) throws IOException {
        PevlServer server = new PevlServer(options, models);
        try {
            server.undertow.start();
        } catch (RuntimeException e) { // Undertow wraps what the system says
            server.free();
            throw new IOException(
                    "The server cannot listen at %s:%d: %s. Choose another port."
                            .formatted(
                                    options.host(),
                                    options.port(),
                                    e.getCause() == null
                                            ? e.getMessage()
                                            : e.getCause().getMessage()),
                    e);
        }
        return server;
    }

    private Undertow undertow(HttpHandler handler) {
        return Undertow.builder()
                .addHttpListener(options.port(), options.host(), handler)
                .setIoThreads(2)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, options.maxBodyBytes() + DRAINED)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 64)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setSocketOption(Options.WRITE_TIMEOUT, (int) options.requestTimeout().toMillis())
                .setSocketOption(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
                .setSocketOption(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS - 1)
                .build();
    }

    /** What every answer has, also where Undertow itself refuses. */
    private void handle(HttpServerExchange exchange) throws Exception {
        exchange.getResponseHeaders()
                .put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .put(Headers.X_FRAME_OPTIONS, "DENY")
                .put(REFERRER_POLICY, "no-referrer")
                .put(OPENER_POLICY, "same-origin")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.addDefaultResponseListener(this::explain);
        requests.handleRequest(exchange);
    }

    /** Writes what a status without a body means. */
    private boolean explain(HttpServerExchange exchange) {
        int status = exchange.getStatusCode();
        if (status < 400 || !exchange.isResponseChannelAvailable()) {
            return false;
        }
        Throwable error = exchange.getAttachment(DefaultResponseListener.EXCEPTION);
        if (error != null) {
            LOGGER.error("A request failed", error);
        }
        Replies.send(
                exchange,
                switch (status) {
                    case 413 -> ApiException.tooLarge(options.maxBodyBytes());
                    case 503 -> ApiException.stopping();
                    default ->
                            status < 500
                                    ? ApiException.badRequest(
                                            "The request is not HTTP as it should be.")
                                    : ApiException.failed();
                });
        return true;
    }

    private static HttpHandler refusing(HttpHandler handler) {
        return exchange -> {
            try {
                handler.handleRequest(exchange);
            } catch (ApiException e) {
                Replies.send(exchange, e);
            }
        };
    }

    /** The port it listens at. */
    public int port() {
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return address.getPort();
    }

    /** The names of the models. */
    public List<String> modelNames() {
        return models.all().stream().map(ServedModel::name).toList();
    }

    /**
     * Stops: new requests are refused, those that run are answered, for as long as a request may
     * take, and then all that was loaded is freed.
     */
    @Override
    public void close() {
        requests.shutdown();
        try {
            requests.awaitShutdown(options.requestTimeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undertow.stop();
        free();
    }

    private void free() {
        sessionRequests.close();
        models.close();
        sessions.close();
    }
}
