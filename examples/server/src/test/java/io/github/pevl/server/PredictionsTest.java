package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Predictions over HTTP are those of the library, in whatever form they are asked for. */
@Timeout(300)
class PredictionsTest {

    private static PevlServer server;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        server = PevlServer.start(ServerOptions.builder().optAddress("127.0.0.1", 0).build());
        client = new Client(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String direct(Asked asked) throws Exception {
        try (ZooModel<Input, Output> model =
                        Criteria.builder()
                                .setTypes(Input.class, Output.class)
                                .optModelUrls("pevl://" + asked.model())
                                .build()
                                .loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Input input = new Input();
            input.add(Client.withScene(asked.fields()));
            return predictor.predict(input).getData().getAsString();
        }
    }

    private static Map<String, Object> fields(Asked asked) {
        JsonObject fields = Client.json("{" + asked.fields() + "}").getAsJsonObject();
        Map<String, Object> parts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
            JsonElement value = field.getValue();
            parts.put(field.getKey(), value.isJsonPrimitive() ? value.getAsString() : value);
        }
        return parts;
    }

    /** Each task, and grounding by the model that says what is not there. */
    static Iterable<Asked> tasks() {
        List<Asked> all = new ArrayList<>(Asked.all());
        all.add(new Asked(Asked.EVERYDAY, "\"candidate_labels\": [\"the cat\", \"the thing\"]"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void everyTaskInEveryForm(Asked asked) throws Exception {
        String expected = direct(asked);
        String path = "/predictions/" + asked.model();
        HttpResponse<String> base64 = client.post(path, Client.withScene(asked.fields()));
        assertThat(base64.statusCode()).isEqualTo(200);
        assertThat(base64.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(base64.body()).isEqualTo(expected);

        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(Client.scene());
        assertThat(
                        client.post(path, "{\"image\": \"%s\", %s}".formatted(url, asked.fields()))
                                .body())
                .isEqualTo(expected);

        Map<String, Object> parts = fields(asked);
        parts.put("image", Client.scene());
        assertThat(client.parts(path, parts).body()).isEqualTo(expected);

        Map<String, Object> aside = new LinkedHashMap<>();
        aside.put("data", "{" + asked.fields() + "}");
        aside.put("image", Client.scene());
        assertThat(client.parts(path, aside).body()).isEqualTo(expected);
    }

    @Test
    void aliases() throws Exception {
        String body = Client.withScene(Asked.GROUNDING.fields());
        String model = Asked.GROUNDING.model();
        String expected = client.post("/predictions/" + model, body).body();
        assertThat(expected).contains("probability");
        assertThat(client.post("/models/" + model + "/invoke", body).body()).isEqualTo(expected);
        assertThat(client.post("/invocations?model_name=" + model, body).body())
                .isEqualTo(expected);
        assertThat(client.post("/invocations", body).statusCode()).isEqualTo(400);
    }

    @Test
    void forms() throws Exception {
        String image = Base64.getEncoder().encodeToString(Client.scene());
        String form =
                "image="
                        + URLEncoder.encode(image, StandardCharsets.UTF_8)
                        + "&text=the+large+red+square";
        String path = "/predictions/" + Asked.GROUNDING.model();
        String type = "application/x-www-form-urlencoded";
        String expected = client.post(path, Client.withScene(Asked.GROUNDING.fields())).body();
        assertThat(
                        client.send(
                                        client.request(path)
                                                .header("Content-Type", type)
                                                .POST(HttpRequest.BodyPublishers.ofString(form)))
                                .body())
                .isEqualTo(expected);
        // What "curl -d" says of JSON.
        assertThat(
                        client.send(
                                        client.request(path)
                                                .header("Content-Type", type)
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                Client.withScene(
                                                                        Asked.GROUNDING.fields()))))
                                .body())
                .isEqualTo(expected);
    }

    @Test
    void health() throws Exception {
        JsonObject health = Client.object(client.get("/ping"));
        assertThat(health.keySet()).containsExactlyElementsOf(server.modelNames());
        assertThat(health.getAsJsonObject("pevl-scenes").get("status").getAsString())
                .isEqualTo("Healthy");
    }

    @Test
    void models() throws Exception {
        JsonObject list = Client.object(client.get("/models"));
        assertThat(list.getAsJsonArray("models")).hasSize(2);
        JsonObject first = list.getAsJsonArray("models").get(0).getAsJsonObject();
        assertThat(first.get("modelName").getAsString()).isEqualTo(Asked.EVERYDAY);
        assertThat(first.get("modelUrl").getAsString()).isEqualTo("pevl://" + Asked.EVERYDAY);
        JsonObject model =
                Client.json(client.get("/models/" + Asked.EVERYDAY).body())
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("models")
                        .get(0)
                        .getAsJsonObject();
        assertThat(model.getAsJsonArray("tasks"))
                .isEqualTo(
                        Client.json(
                                "[\"grounding\", \"phrases\", \"relations\", \"choices\","
                                        + " \"answers\", \"fill\"]"));
    }
}
