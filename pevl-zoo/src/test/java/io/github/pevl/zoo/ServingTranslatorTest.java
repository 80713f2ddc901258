package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.translate.EncodedImage;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.ServingTranslator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One served model answers every task that it was trained for, read before or by the predictor. */
class ServingTranslatorTest {

    private static final Path SCENE = Path.of(System.getProperty("pevl.root"), "docs", "scene.png");

    private static final String FILL = "\"text\": \"the small [MASK]\"";
    private static final String GROUNDING =
            "\"task\": \"grounding\", \"text\": \"the small red car\"";
    private static final String PHRASES =
            "\"task\": \"phrases\", \"caption\": \"the small red car\", \"phrases\": [\"the small red car\"]";

    private static ZooModel<Input, Output> model;
    private static ServingTranslator translator;

    @BeforeAll
    static void open() throws Exception {
        model =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .optArgument(PevlTranslatorFactory.TASK, "fill,grounding,phrases")
                        .optArgument(PevlTranslatorFactory.PRESENCE, "off")
                        .optArgument(PevlBlockFactory.PRECISION, "exact") // one rounding for all
                        .build()
                        .loadModel();
        translator = (ServingTranslator) model.getTranslator();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Input input(String fields) throws Exception {
        Input input = new Input();
        String image = Base64.getEncoder().encodeToString(Files.readAllBytes(SCENE));
        input.add("data", "{\"image\": \"%s\", %s}".formatted(image, fields));
        return input;
    }

    private static JsonElement answer(Input input) throws Exception {
        try (Predictor<Input, Output> predictor = model.newPredictor()) {
            return json(predictor.predict(input));
        }
    }

    private static JsonElement json(Output output) {
        return JsonUtils.GSON.fromJson(output.getData().getAsString(), JsonElement.class);
    }

    private static JsonElement box(JsonElement object) {
        return object.getAsJsonObject().get("boundingBox");
    }

    /** The best word of the first mask. */
    private static String word(JsonElement filled) {
        JsonObject slot = filled.getAsJsonObject().getAsJsonArray("slots").get(0).getAsJsonObject();
        return slot.getAsJsonArray("words").get(0).getAsJsonObject().get("text").getAsString();
    }

    @Test
    void requestsNameTheirTask() throws Exception {
        assertThat(translator.tasks()).containsExactly("fill", "grounding", "phrases");
        JsonObject filled = answer(input(FILL)).getAsJsonObject();
        assertThat(filled.keySet()).containsExactly("slots");
        JsonArray found = answer(input(GROUNDING)).getAsJsonArray();
        JsonObject phrases = answer(input(PHRASES)).getAsJsonObject();
        assertThat(found).hasSize(1);
        assertThat(phrases.keySet()).containsExactly("width", "height", "groundings");
        assertThat(phrases.getAsJsonArray("groundings")).hasSize(1);
        JsonObject phrase = phrases.getAsJsonArray("groundings").get(0).getAsJsonObject();
        assertThat(phrase.keySet()).containsExactly("expression", "candidates", "tokensCut");

        Input byUrl = new Input();
        byUrl.add("task", "grounding");
        byUrl.add("data", input(GROUNDING.substring(GROUNDING.indexOf(',') + 1)).getData());
        assertThat(answer(byUrl)).isEqualTo(found);
    }

    @Test
    void otherTasksAreRefused() throws Exception {
        Input relations = input("\"task\": \"relations\", \"objects\": []");
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> answer(relations))
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("\"task\"")
                .withMessageContaining("relations")
                .withMessageContaining("fill, grounding, phrases");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> translator.read(input("\"task\": \"nothing\"")));
    }

    @Test
    void tasksShareABatch() throws Exception {
        List<Input> inputs = List.of(input(FILL), input(GROUNDING), input(PHRASES), input(FILL));
        try (Predictor<Input, Output> predictor = model.newPredictor()) {
            List<Output> together = predictor.batchPredict(inputs);
            assertThat(json(together.get(0)).getAsJsonObject().keySet()).containsExactly("slots");
            assertThat(json(together.get(1)).isJsonArray()).isTrue();
            assertThat(json(together.get(2)).getAsJsonObject().keySet()).contains("groundings");
            assertThat(word(json(together.get(3)))).isEqualTo(word(json(together.get(0))));
        }
    }

    @Test
    void whatWasReadIsPredictedAsItIs() throws Exception {
        Input read = translator.read(input(GROUNDING));
        assertThat(answer(read)).isEqualTo(answer(input(GROUNDING)));
        assertThat(ServingTranslator.kind(read))
                .isEqualTo(ServingTranslator.kind(translator.read(input(GROUNDING))))
                .isNotEqualTo(ServingTranslator.kind(translator.read(input(FILL))));
        Image scene = ImageProcessor.open(SCENE);
        Input fields = new Input();
        fields.add("data", "{%s}".formatted(GROUNDING));
        try (EncodedImage encoded = new EncodedImage(scene)) {
            Input asked = translator.read(fields, encoded.image());
            assertThat(ServingTranslator.kind(asked)).isNotEqualTo(ServingTranslator.kind(read));
            assertThat(answer(asked)).isEqualTo(answer(read));
        }
        assertThat(translator.readImage(input(GROUNDING)).getWidth()).isEqualTo(scene.getWidth());
    }

    @Test
    void longRequestsAreAskedAlone() throws Exception {
        String many = "\"%s\", ".formatted("the small red car").repeat(99);
        String fields = "\"task\": \"grounding\", \"candidate_labels\": [%s\"a\"]".formatted(many);
        assertThat(ServingTranslator.kind(translator.read(input(fields))))
                .isNotEqualTo(ServingTranslator.kind(translator.read(input(fields))));
    }

    @Test
    void expressionsWithAlternatives() throws Exception {
        JsonArray best = answer(input(GROUNDING)).getAsJsonArray();
        JsonArray all =
                answer(
                                input(
                                        "\"task\": \"grounding\", \"alternatives\": 3,"
                                                + " \"candidate_labels\": [\"the small red car\", \"the thing\"]"))
                        .getAsJsonArray();
        assertThat(all).hasSizeGreaterThan(2);
        assertThat(box(all.get(0))).isEqualTo(box(best.get(0)));
        List<String> names =
                all.asList().stream()
                        .map(e -> e.getAsJsonObject().get("className").getAsString())
                        .toList();
        assertThat(names).isEqualTo(names.stream().sorted().toList());
    }
}
