package io.github.pevl.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.util.PathTemplateMatch;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be asked for by which path. */
final class Api {

    private static final String LOADED = "READY";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ModelRegistry models;
    private final Predictions predictions;
    private final SessionRequests sessionRequests;
    private final Sessions sessions;
    private final Metrics metrics;
    private final byte[] description = Page.read("openapi.json");

    private record Status(String status) {}

    private record ModelItem(String modelName, String modelUrl, String status) {}

    private record ModelList(List<ModelItem> models) {}

    /** DJL Serving's words for a model; the last is ours. */
    private record ModelInfo(
            String modelName,
            String modelUrl,
            int batchSize,
            int queueSize,
            int requestInQueue,
            String status,
            boolean loadedAtStartup,
            List<String> tasks) {}

    private record ModelDescription(String workflowName, List<ModelInfo> models) {}

    Api(
            ModelRegistry models,
            Predictions predictions,
            SessionRequests sessionRequests,
            Sessions sessions,
            Metrics metrics) {
        this.models = models;
        this.predictions = predictions;
        this.sessionRequests = sessionRequests;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /** What anyone may have. */
    HttpHandler open() {
        Page page = new Page();
        return routes().get("/", page)
                .get(Page.FILES + "*", page)
                .get("/ping", exchange -> Replies.send(exchange, 200, health()));
    }

    /** What needs the token, where there is one. */
    HttpHandler guarded() {
        return routes().get("/models", exchange -> Replies.send(exchange, 200, list()))
                .get("/models/{model}", exchange -> Replies.send(exchange, 200, describe(exchange)))
                .post("/models/{model}/invoke", this::predict)
                .post("/predictions/{model}", this::predict)
                .post("/predictions/{model}/{version}", this::predict)
                .post("/invocations", this::invoke)
                .post("/sessions", sessionRequests::open)
                .delete("/sessions/{session}", this::endSession)
                .get("/metrics", this::metrics)
                .get(
                        "/openapi.json",
                        exchange -> Replies.send(exchange, 200, "application/json", description));
    }

    private static RoutingHandler routes() {
        return new RoutingHandler(false)
                .setFallbackHandler(
                        exchange -> {
                            throw ApiException.noResource();
                        })
                .setInvalidMethodHandler(
                        exchange -> {
                            throw ApiException.methodNotAllowed();
                        });
    }

    /** Each model's state, as DJL Serving has it: all that are loaded are healthy. */
    private Map<String, Status> health() {
        Map<String, Status> health = new LinkedHashMap<>();
        models.all().forEach(model -> health.put(model.name(), new Status("Healthy")));
        return health;
    }

    private ModelList list() {
        return new ModelList(
                models.all().stream()
                        .map(model -> new ModelItem(model.name(), model.url(), LOADED))
                        .toList());
    }

    private List<ModelDescription> describe(HttpServerExchange exchange) {
        ServedModel model = models.get(parameter(exchange, "model"));
        ModelInfo info =
                new ModelInfo(
                        model.name(),
                        model.url(),
                        model.queue().batch(),
                        model.queue().capacity(),
                        model.queue().size(),
                        LOADED,
                        true,
                        model.tasks());
        return List.of(new ModelDescription(model.name(), List.of(info)));
    }

    private void predict(HttpServerExchange exchange) {
        predictions.predict(exchange, models.get(parameter(exchange, "model")));
    }

    /** SageMaker's path: the query names the model, unless there is only one. */
    private void invoke(HttpServerExchange exchange) {
        Deque<String> name = exchange.getQueryParameters().get("model_name");
        if (name == null && models.all().size() > 1) {
            throw ApiException.badRequest("Parameter model_name is required.");
        }
        ServedModel only = models.all().iterator().next();
        predictions.predict(exchange, name == null ? only : models.get(name.getFirst()));
    }

    private void endSession(HttpServerExchange exchange) {
        sessions.remove(parameter(exchange, "session"));
        exchange.setStatusCode(204);
        exchange.endExchange();
    }

    private void metrics(HttpServerExchange exchange) {
        String text = metrics.text(models.all(), sessions);
        Replies.send(exchange, 200, METRICS_TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A variable of the path, which its template has. */
    private static String parameter(HttpServerExchange exchange, String name) {
        return exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY)
                .getParameters()
                .getOrDefault(name, "");
    }
}
