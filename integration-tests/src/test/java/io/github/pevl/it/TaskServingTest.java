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
import com.google.gson.JsonObject;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks as DJL Serving asks them: JSON in, JSON out. */
class TaskServingTest {

    private static final String OBJECTS =
            "\"objects\": [{\"name\": \"man\", \"box\": [1, 2, 30, 40]},"
                    + " {\"name\": \"dog\", \"box\": [10, 2, 50.5, 40]}]";

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
        Image picture = GoldenTasks.picture(60, 50, 1);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        picture.save(png, "png");
        return png.toByteArray();
    }

    private static JsonObject ask(String task, Input input) throws Exception {
        try (ZooModel<Input, Output> model =
                        Criteria.builder()
                                .setTypes(Input.class, Output.class)
                                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                                .optArgument("task", task)
                                .build()
                                .loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Output output = predictor.predict(input);
            assertThat(output.getCode()).isEqualTo(200);
            assertThat(output.getProperty("Content-Type", null)).isEqualTo("application/json");
            return JsonUtils.GSON.fromJson(output.getData().getAsString(), JsonObject.class);
        }
    }

    private static JsonObject ask(String task, String fields) throws Exception {
        String picture =
                "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png()) + "\"";
        Input input = new Input();
        input.add("{\"image\": " + picture + ", " + fields + "}");
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
    void thePictureMayBeAPartOfItsOwn() throws Exception {
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
