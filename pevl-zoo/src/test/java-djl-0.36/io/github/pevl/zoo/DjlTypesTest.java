package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.VisionLanguageInput;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PositionTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** DJL's own request types, which DJL 0.25 lacks. */
@ExtendWith(OwnCache.class)
class DjlTypesTest {

    private static final String[] LABELS = {"the star", "the small circle"};

    private static <I, O> ZooModel<I, O> load(Class<I> input, Class<O> output) throws Exception {
        return Criteria.builder()
                .setTypes(input, output)
                .optArtifactId("io.github.pevl:pevl-scenes")
                .build()
                .loadModel();
    }

    private static List<GroundedBox> expected(Image image, String... expressions) throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = Models.scenes();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor.predict(new GroundingRequest(image, expressions)).groundings().stream()
                    .map(GroundingResult.Grounding::best)
                    .toList();
        }
    }

    private static void assertObjects(
            DetectedObjects objects, List<GroundedBox> boxes, String... names) {
        assertThat(objects.getNumberOfObjects()).isEqualTo(names.length);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            DetectedObjects.DetectedObject object = objects.item(i);
            found.add(object.getClassName());
            assertThat(object.getProbability()).isEqualTo(boxes.get(i).probability());
            assertThat(object.getBoundingBox().getBounds())
                    .hasToString(PositionTokens.fractions(boxes.get(i).bins()).toString());
        }
        assertThat(found).containsExactly(names);
    }

    @Test
    void textAndLabelsAreExpressions() throws Exception {
        Image image = Models.noise(50, 70, 1);
        try (ZooModel<VisionLanguageInput, DetectedObjects> model =
                        load(VisionLanguageInput.class, DetectedObjects.class);
                Predictor<VisionLanguageInput, DetectedObjects> predictor = model.newPredictor()) {
            assertObjects(
                    predictor.predict(new VisionLanguageInput(image, "a ring")),
                    expected(image, "a ring"),
                    "a ring");
            assertObjects(
                    predictor.predict(new VisionLanguageInput(image, LABELS)),
                    expected(image, LABELS),
                    LABELS);
            assertObjects(
                    predictor.predict(new VisionLanguageInput(image, "a ring", LABELS, "{}!")),
                    expected(image, "a ring", "the star", "the small circle"),
                    "a ring",
                    "the star",
                    "the small circle");
        }
    }

    @Test
    void aRequestWithoutExpressionsIsRefused() throws Exception {
        Image image = Models.noise(5, 5, 1);
        try (ZooModel<VisionLanguageInput, DetectedObjects> model =
                        load(VisionLanguageInput.class, DetectedObjects.class);
                Predictor<VisionLanguageInput, DetectedObjects> predictor = model.newPredictor()) {
            for (VisionLanguageInput bad :
                    List.of(
                            new VisionLanguageInput(image, (String) null),
                            new VisionLanguageInput(image, new String[] {"star", null}))) {
                assertThatExceptionOfType(TranslateException.class)
                        .isThrownBy(() -> predictor.predict(bad))
                        .havingCause()
                        .withMessageMatching("expressions(\\[1])? (has 0 entries|is null).*");
            }
            assertThatExceptionOfType(TranslateException.class)
                    .isThrownBy(() -> predictor.predict(new VisionLanguageInput(null, "star")))
                    .havingCause()
                    .withMessageContaining("no image");
        }
    }

    @Test
    void servesJson() throws Exception {
        Image image = Models.noise(50, 70, 1);
        List<GroundedBox> boxes = expected(image, LABELS);
        try (ZooModel<Input, Output> model = load(Input.class, Output.class);
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Output output = predictor.predict(json(image));
            assertThat(output.getCode()).isEqualTo(200);
            assertThat(output.getProperty("Content-Type", null)).isEqualTo("application/json");
            JsonArray objects =
                    JsonUtils.GSON.fromJson(output.getData().getAsString(), JsonArray.class);
            assertThat(objects).hasSize(2);
            for (JsonElement element : objects) {
                JsonObject object = element.getAsJsonObject();
                int i = List.of(LABELS).indexOf(object.get("className").getAsString());
                assertThat(object.get("probability").getAsDouble())
                        .isEqualTo(boxes.get(i).probability());
            }
        }
    }

    private static Input json(Image image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        image.save(png, "png");
        String data =
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        Input input = new Input();
        input.add(JsonUtils.GSON.toJson(Map.of("image", data, "candidate_labels", LABELS)));
        return input;
    }
}
