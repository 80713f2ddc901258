package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks as DJL Serving asks them: JSON in, JSON out. */
class TaskServingTest {

    private static final String OBJECTS =
            "\"objects\": [{\"name\": \"man\", \"box\": [1, 2, 30, 40]},"
                    + " {\"name\": \"dog\", \"box\": [10, 2, 50.5, 40]}]";

    private static final List<String> TASKS =
            List.of("grounding", "phrases", "relations", "choices", "answers", "fill");

    /** What every task needs. */
    private static final String ANY =
            OBJECTS
                    + ", \"text\": \"a [MASK]\", \"caption\": \"a cup\", \"phrases\": [\"a cup\"],"
                    + " \"question\": \"is it?\", \"choices\": [\"yes\", \"no\"], \"answers\":"
                    + " [\"yes\"]";

    @TempDir private static Path temp;
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        folder = temp.resolve("model");
        try (GoldenModel golden = GoldenModel.open()) {
            ModelFolder.write(folder, golden.block, PevlVocabulary.bert(), Map.of());
        }
    }

    private static byte[] png() throws IOException {
        Image image = GoldenTasks.image(60, 50, 1);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        image.save(png, "png");
        return png.toByteArray();
    }

    private static ZooModel<Input, Output> open(Map<String, String> arguments) throws Exception {
        Criteria.Builder<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelUrls("pevl://" + folder.toUri().getRawPath());
        arguments.forEach(criteria::optArgument);
        return criteria.build().loadModel();
    }

    private static JsonElement answer(Map<String, String> arguments, Input input) throws Exception {
        try (ZooModel<Input, Output> model = open(arguments);
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Output output = predictor.predict(input);
            assertThat(output.getCode()).isEqualTo(200);
            assertThat(output.getProperty("Content-Type", null)).isEqualTo("application/json");
            return JsonUtils.GSON.fromJson(output.getData().getAsString(), JsonElement.class);
        }
    }

    private static JsonObject ask(String task, Input input) throws Exception {
        return answer(Map.of("task", task), input).getAsJsonObject();
    }

    private static Input input(String json) {
        Input input = new Input();
        input.add(json);
        return input;
    }

    private static String base64() throws IOException {
        return Base64.getEncoder().encodeToString(png());
    }

    private static JsonObject ask(String task, String fields) throws Exception {
        String image =
                "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png()) + "\"";
        Input input = new Input();
        input.add("{\"image\": " + image + ", " + fields + "}");
        return ask(task, input);
    }

    @Test
    void relations() throws Exception {
        JsonArray relations = ask("relations", OBJECTS).getAsJsonArray("relations");
        assertThat(relations).hasSize(2);
        JsonObject best = relations.get(0).getAsJsonObject();
        assertThat(best.keySet()).containsExactly("subject", "predicate", "object", "score");
        assertThat(best.get("score").getAsDouble())
                .isGreaterThanOrEqualTo(
                        relations.get(1).getAsJsonObject().get("score").getAsDouble());
        JsonArray one =
                ask("relations", OBJECTS + ", \"pairs\": [[1, 0]]").getAsJsonArray("relations");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).getAsJsonObject().get("subject").getAsInt()).isEqualTo(1);
    }

    @Test
    void choicesInBothForms() throws Exception {
        JsonObject plain =
                ask(
                        "choices",
                        OBJECTS
                                + ", \"question\": \"Why is [0] here?\", \"answer\": \"It likes [1] .\","
                                + " \"choices\": [\"yes\", \"[1] is a pet\"]");
        JsonObject tokens =
                ask(
                        "choices",
                        OBJECTS
                                + ", \"question\": [\"Why\", \"is\", [0], \"here?\"],"
                                + " \"answer\": [\"It likes\", [1], \".\"],"
                                + " \"choices\": [[\"yes\"], [[1], \"is\", \"a\", \"pet\"]]");
        assertThat(plain).isEqualTo(tokens);
        assertThat(plain.getAsJsonArray("probabilities")).hasSize(2);
    }

    @Test
    void questionsPhrasesAndFreePrompts() throws Exception {
        JsonObject answers =
                ask(
                        "answers",
                        "\"question\": \"is the man big?\", \"answers\": [\"yes\", \"no\"],"
                                + " \"mentions\": [{\"words\": [3, 10], \"box\": [1, 2, 3, 4]}]");
        assertThat(answers.getAsJsonArray("answers")).hasSize(2);
        JsonObject phrases =
                ask("phrases", "\"caption\": \"a man, a dog\", \"phrases\": [[0, 5], \"a dog\"]");
        assertThat(phrases.getAsJsonArray("groundings")).hasSize(2);
        JsonObject words = ask("fill", "\"text\": \"a [MASK] man\", \"among\": \"words\"");
        assertThat(words.getAsJsonArray("slots")).hasSize(1);
    }

    @Test
    void theImageMayBeAPartOfItsOwn() throws Exception {
        Input parts = new Input();
        parts.add("image", png());
        parts.add("request", "{\"text\": \"a [MASK] man\", \"most\": 3}");
        assertThat(ask("fill", parts))
                .isEqualTo(ask("fill", "\"text\": \"a [MASK] man\", \"most\": 3"));
    }

    @Test
    void damagedRequestsAreRefusedByField() {
        refused("fill", "\"text\": 7", "The field \"text\" is 7; it must be a text.");
        refused("fill", "\"most\": 2", "The field \"text\" is null");
        refused("fill", "\"text\": \"[MASK]\", \"most\": 1.5", "\"most\" is 1.5");
        refused("relations", "\"objects\": [{\"name\": \"a\"}]", "The field \"objects\"");
        refused("relations", OBJECTS + ", \"pairs\": [[0]]", "The field \"pairs\"");
        refused(
                "phrases",
                "\"caption\": \"a\", \"phrases\": [\"a\"], \"together\": \"no\"",
                "\"together\" is \"no\"; it must be true or false.");
        refused("choices", "\"choices\": [\"a\", \"b\"]", "The field \"question\"");
    }

    /** Seven expressions: DJL's own JSON shows the five most probable, ordered by probability. */
    @Test
    void groundingAnswersInTheOrderOfTheRequest() throws Exception {
        List<String> words = List.of("a dog", "a cat", "red", "the man", "left", "a cup", "sky");
        String fields =
                "\"text\": \"a dog\", \"candidate_labels\": "
                        + JsonUtils.GSON.toJson(words.subList(1, words.size()));
        JsonArray plain =
                answer(
                                Map.of(),
                                input(
                                        "{\"image\": \"%s\", %s, \"hypothesis_template\": \"x\"}"
                                                .formatted(base64(), fields)))
                        .getAsJsonArray();
        assertThat(plain)
                .extracting(object -> object.getAsJsonObject().get("className").getAsString())
                .containsExactlyElementsOf(words);
        for (JsonElement object : plain) {
            assertThat(object.getAsJsonObject().keySet())
                    .containsExactlyInAnyOrder("className", "probability", "boundingBox");
        }
        Input parts = new Input();
        parts.add("image", png());
        parts.add("text", "a dog");
        parts.add("candidate_labels", JsonUtils.GSON.toJson(words.subList(1, words.size())));
        assertThat(answer(Map.of("task", "grounding"), parts)).isEqualTo(plain);
        assertThat(
                        answer(
                                Map.of(),
                                input(
                                        "{\"image_url\": \"data:image/png;base64,%s\", %s}"
                                                .formatted(base64(), fields))))
                .isEqualTo(plain);
    }

    @Test
    void noRequestHasNoAnswer() throws Exception {
        for (String task : TASKS) {
            try (ZooModel<Input, Output> model = open(Map.of("task", task));
                    Predictor<Input, Output> predictor = model.newPredictor()) {
                assertThat(predictor.batchPredict(List.of())).as(task).isEmpty();
            }
        }
    }

    /** Neither a file of the server nor a URL is read, by any task and under any name. */
    @Test
    void nothingIsFetchedUnlessItIsAllowed() throws Exception {
        Path file = temp.resolve("image.png");
        Files.write(file, png());
        List<String> asked = new CopyOnWriteArrayList<>();
        byte[] png = png();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(200, png.length);
                    exchange.getResponseBody().write(png);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/image.png";
            for (String task : TASKS) {
                for (String source :
                        List.of(url, file.toString(), file.toUri().toString(), "x:" + url)) {
                    for (String field : List.of("image", "image_url")) {
                        Input input = input("{\"%s\": \"%s\", %s}".formatted(field, source, ANY));
                        assertThatExceptionOfType(TranslateException.class)
                                .as(task + " " + source)
                                .isThrownBy(() -> answer(Map.of("task", task), input))
                                .havingCause()
                                .isInstanceOf(IllegalArgumentException.class)
                                .withMessageContaining("image");
                    }
                }
            }
            assertThat(asked).isEmpty();
            String text = "\"text\": \"a [MASK] man\"";
            Input byUrl = input("{\"image\": \"%s\", %s}".formatted(url, text));
            assertThat(answer(Map.of("task", "fill", "allowUrls", "127.0.0.1"), byUrl))
                    .isEqualTo(ask("fill", text));
            assertThat(asked).containsExactly("/image.png");
        } finally {
            server.stop(0);
        }
    }

    private static void refused(String task, String fields, String message) {
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> ask(task, fields))
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessageContaining(message);
    }

    @Test
    void filesOfTheServerAreNotRead() {
        Input input = new Input();
        input.add("{\"image\": \"/etc/hostname\", \"text\": \"[MASK]\"}");
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> ask("fill", input))
                .havingCause()
                .withMessageContaining("image");
    }
}
