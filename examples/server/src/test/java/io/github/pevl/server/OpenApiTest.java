package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The description of the interface says what real answers are. */
@Timeout(300)
class OpenApiTest {

    private static PevlServer server;
    private static Client client;
    private static JsonObject document;
    private static SchemaCheck schemas;

    @BeforeAll
    static void start() throws Exception {
        server = PevlServer.start(ServerOptions.builder().optAddress("127.0.0.1", 0).build());
        client = new Client(server);
        document = Client.object(client.get("/openapi.json"));
        schemas = new SchemaCheck(document);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject operation(String method, String path) {
        return document.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method);
    }

    /** Holds an answer against what is said of its status. */
    private static void check(String method, String path, HttpResponse<String> answer) {
        String status = Integer.toString(answer.statusCode());
        JsonObject responses = operation(method, path).getAsJsonObject("responses");
        assertThat(responses.has(status)).as("%s %s has %s", method, path, status).isTrue();
        JsonObject response = schemas.resolve(responses.getAsJsonObject(status));
        if (!response.has("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        Map.Entry<String, JsonElement> content =
                response.getAsJsonObject("content").entrySet().iterator().next();
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith(content.getKey());
        if (content.getKey().equals("application/json")) {
            JsonObject schema = content.getValue().getAsJsonObject().getAsJsonObject("schema");
            assertThat(schemas.errors(Client.json(answer.body()), schema)).isEmpty();
        }
    }

    private static void checkTask(String name, String answerName, Asked asked) throws Exception {
        String body = Client.withScene(asked.fields());
        HttpResponse<String> answer = client.post("/predictions/" + asked.model(), body);
        check("post", "/predictions/{model}", answer);
        JsonObject all = document.getAsJsonObject("components").getAsJsonObject("schemas");
        assertThat(schemas.errors(Client.json(body), all.getAsJsonObject(name + "Request")))
                .isEmpty();
        assertThat(
                        schemas.errors(
                                Client.json(answer.body()),
                                all.getAsJsonObject(answerName + "Answer")))
                .isEmpty();
    }

    @Test
    void everyTask() throws Exception {
        List<String> names = List.of("Grounding", "Phrase", "Relation", "Choice", "Answer", "Fill");
        for (int i = 0; i < names.size(); i++) {
            checkTask(names.get(i), names.get(i), Asked.all().get(i));
        }
    }

    @Test
    void everyPath() throws Exception {
        String model = Asked.GROUNDING.model();
        String body = Client.withScene(Asked.GROUNDING.fields());
        check("get", "/ping", client.get("/ping"));
        check("get", "/models", client.get("/models"));
        check("get", "/models/{model}", client.get("/models/" + model));
        check(
                "post",
                "/predictions/{model}/{version}",
                client.post("/predictions/" + model + "/1", body));
        check("post", "/models/{model}/invoke", client.post("/models/" + model + "/invoke", body));
        check("post", "/invocations", client.post("/invocations?model_name=" + model, body));
        check("get", "/metrics", client.get("/metrics"));
        check("get", "/openapi.json", client.get("/openapi.json"));
        HttpResponse<String> session = client.parts("/sessions", Map.of("image", Client.scene()));
        check("post", "/sessions", session);
        String id = Client.object(session).get("session").getAsString();
        HttpResponse<String> ended = client.send(client.request("/sessions/" + id).DELETE());
        assertThat(ended.statusCode()).isEqualTo(204);
        check("delete", "/sessions/{session}", ended);
    }

    @Test
    void errors() throws Exception {
        String model = Asked.GROUNDING.model();
        check("get", "/models/{model}", client.get("/models/none"));
        check("post", "/predictions/{model}", client.post("/predictions/none", "{}"));
        check("post", "/predictions/{model}", client.post("/predictions/" + model, "{}"));
        check("post", "/predictions/{model}", client.post("/predictions/" + model, "no JSON"));
        check("post", "/predictions/{model}", client.get("/predictions/" + model));
        check(
                "post",
                "/predictions/{model}",
                client.post("/predictions/" + model + "?session=none", "{}"));
        check("post", "/invocations", client.post("/invocations", "{}"));
        check("post", "/sessions", client.post("/sessions", "{\"image\": \"none\"}"));
        check(
                "get",
                "/models",
                client.send(
                        client.request("/models")
                                .method("PATCH", HttpRequest.BodyPublishers.noBody())));
    }

    /** Nothing of the document is about a path that is not there. */
    @Test
    void noPathThatIsNotThere() throws Exception {
        for (String path : document.getAsJsonObject("paths").keySet()) {
            String real = path.replaceAll("\\{[a-z]+}", "x");
            assertThat(client.get(real).body()).as(path).doesNotContain("ResourceNotFound");
        }
    }
}
