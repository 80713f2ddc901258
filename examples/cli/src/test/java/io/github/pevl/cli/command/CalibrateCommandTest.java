package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code calibrate}, and what {@code ground} says then. */
class CalibrateCommandTest {
    private static final List<String> TEXTS =
            List.of("the star", "the red square", "the small circle", "the highest cross");

    @TempDir Path temp;
    private Path model;
    private Path scene;

    @BeforeEach
    void make() throws IOException {
        model = Fixtures.model(temp.resolve("model"));
        scene = Fixtures.scene(temp.resolve("scene.png"));
    }

    /** What an untrained model finds likelier is declared true, so that there is a curve. */
    private Path data(boolean likelierIsTrue) throws Exception {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + model)
                        .optArgument("presence", "uncalibrated")
                        .build();
        List<GroundingResult.Grounding> groundings;
        try (ZooModel<GroundingRequest, GroundingResult> opened = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = opened.newPredictor()) {
            groundings =
                    predictor
                            .predict(new GroundingRequest(ImageProcessor.open(scene), TEXTS, 1))
                            .groundings()
                            .stream()
                            .sorted(Comparator.comparingDouble(it -> it.presence().probability()))
                            .toList();
        }
        JsonArray entries = new JsonArray();
        for (int i = 0; i < groundings.size(); i++) {
            boolean present = (i >= 2) == likelierIsTrue;
            String boxes = present ? "[[10, 10, 90, 90]]" : "[]";
            entries.add(
                    JsonUtils.GSON.fromJson(
                            ("{\"file_name\": \"scene.png\", \"width\": 400, \"height\": 400, \"caption\": \"%s\","
                                            + " \"bbox_list\": %s, \"not_crop_bbox_list\": [[10, 10, 90, 90]],"
                                            + " \"kind\": \"%s\"}")
                                    .formatted(
                                            groundings.get(i).expression(),
                                            boxes,
                                            present ? "noun" : "wrong noun"),
                            JsonObject.class));
        }
        return Files.writeString(temp.resolve("presence-eval.json"), entries.toString());
    }

    @Test
    void aThresholdIsChosenAndWritten() throws Exception {
        Run run = Run.of("calibrate", "--model", model, "--data", data(true)).succeeds();
        assertThat(run.out())
                .contains("overall      AUROC 1.0000", "nearly true", "presence.json")
                .contains("found 1.0000  not found 1.0000  expressions 4");
        PresenceCalibration written = PresenceCalibration.read(model).orElseThrow();
        assertThat(written.expressions()).isEqualTo(4);
        assertThat(written.curve()).hasSize(49);
        String table = run.out().lines().limit(3).collect(Collectors.joining("\n"));
        assertThat(Run.of("evaluate", "-m", model, "-d", temp, "--presence").succeeds().out())
                .startsWith(table)
                .contains("all boxes    F1 0", "expressions 4");
        Object[] ground = {
            "ground",
            "-m",
            model,
            "-i",
            scene,
            "-t",
            TEXTS.get(0),
            "-t",
            TEXTS.get(1),
            "-t",
            TEXTS.get(2),
            "-t",
            TEXTS.get(3)
        };
        assertThat(Run.of(ground).succeeds().out().lines().filter(it -> it.contains("not found")))
                .hasSize(2);
        Run.of("compile", "--model", model, "--out", temp.resolve("fast")).succeeds();
        assertThat(temp.resolve("fast/presence.json"))
                .hasSameTextualContentAs(model.resolve("presence.json"));
    }

    @Test
    void groundSaysWhatIsBelowTheThreshold() throws IOException {
        new PresenceCalibration(1, 0, 1, 1, List.of()).write(model);
        Object[] ground = {"ground", "-m", model, "-i", scene, "-t", "the star"};
        assertThat(Run.of(ground).succeeds().out())
                .matches(
                        "the star: not found, presence 0[.][0-9]{3}, below the model's 1[.]000\\R");
        Object[] json = {"ground", "-m", model, "-i", scene, "-t", "the star", "--json", "--all"};
        JsonObject grounding =
                JsonUtils.GSON
                        .fromJson(Run.of(json).succeeds().out(), JsonObject.class)
                        .getAsJsonArray("groundings")
                        .get(0)
                        .getAsJsonObject();
        assertThat(grounding.get("found").getAsBoolean()).isFalse();
        assertThat(grounding.getAsJsonArray("boxes")).isEmpty();
        assertThat(grounding.getAsJsonObject("presence").get("threshold").getAsDouble())
                .isEqualTo(1);
        new PresenceCalibration(1, 0, 0, 1, List.of()).write(model);
        assertThat(Run.of(ground).succeeds().out()).startsWith("the star: x ");
        Object[] all = {"ground", "-m", model, "-i", scene, "-t", "the star", "--all"};
        List<String> lines = Run.of(all).succeeds().out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("the star: %d found".formatted(lines.size() - 1));
        assertThat(lines.get(1)).startsWith("  box: x ");
    }

    @Test
    void whatCannotBeCalibratedIsNamed() throws Exception {
        Path wrong = data(false);
        Run.of("calibrate", "--model", model, "--data", wrong)
                .refuses("AUROC 0.000", "not trained");
        Run.of("calibrate", "--model", "pevl-scenes", "--data", wrong)
                .refuses("--model pevl-scenes", "no folder");
        Run.of("calibrate", "--model", model, "--data", model).refuses("presence-eval.json");
        assertThat(PresenceCalibration.read(model)).isEmpty();
        Run.of("evaluate", "--model", model, "--data", wrong, "--presence")
                .refuses("presence.json", "pevl calibrate");
        Run.of("evaluate", "-d", wrong, "--presence", "--task", "grounding")
                .refuses("--presence", "--task");
        Run.of("ground", "-m", model, "-i", scene, "-t", "a", "--all", "--alternatives", 2)
                .refuses("--all", "--alternatives");
    }
}
