package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Data as people have them, through {@code check} and {@code evaluate}. */
class BroughtDataTest {

    private static final int SCENES = 6;
    private static final Set<String> PIXELS =
            Set.of("width", "height", "bbox", "bbox_list", "boxes", "not_crop_bbox_list");

    @SuppressWarnings("unused") // the parameters of tests
    private static final List<String> TASKS = TaskEvaluators.names();

    @TempDir static Path shared;

    private static Path data;
    private static Path model;

    @BeforeAll
    static void make() throws IOException {
        data = Fixtures.data(shared.resolve("data"), SCENES);
        model = Fixtures.taskModel(shared.resolve("model"), data);
    }

    private static Path annotations(String task) {
        return TaskEvaluators.named(task).corpus().file(data, true);
    }

    /** The same annotations, of images of twice the size. */
    private static JsonElement doubled(JsonElement json, boolean pixels) {
        if (json.isJsonArray()) {
            JsonArray all = new JsonArray();
            json.getAsJsonArray().forEach(each -> all.add(doubled(each, pixels)));
            return all;
        }
        if (json.isJsonObject()) {
            JsonObject all = new JsonObject();
            json.getAsJsonObject()
                    .asMap()
                    .forEach((name, each) -> all.add(name, doubled(each, PIXELS.contains(name))));
            return all;
        }
        return pixels ? new JsonPrimitive(2 * json.getAsDouble()) : json;
    }

    private static List<String> evaluate(String task, Path file) {
        Object asked = task.equals("grounding") ? "pevl-scenes" : model;
        return Run.of("evaluate", "--data", file, "--task", task, "--model", asked)
                .succeeds()
                .out()
                .lines()
                .map(line -> line.replaceAll("mean IoU [0-9.]+", "")) // edge pixels count in it
                .toList();
    }

    @ParameterizedTest
    @FieldSource("TASKS")
    void imagesOfHalfTheAnnotatedSizeAreEvaluatedAlike(String task) throws IOException {
        Path plain = annotations(task);
        JsonElement json = JsonParser.parseString(Files.readString(plain));
        Path twice = data.resolve("twice-" + plain.getFileName());
        Files.writeString(twice, new Gson().toJson(doubled(json, false)));
        List<String> lines = evaluate(task, plain);
        assertThat(evaluate(task, twice)).isEqualTo(lines);
        if (task.equals("grounding")) {
            assertThat(lines.get(0)).doesNotContain("accuracy 0.0");
        }
    }

    @Test
    void aCheckRemarksImagesOfAnotherSize() throws IOException {
        JsonElement json = JsonParser.parseString(Files.readString(data.resolve("eval.json")));
        Path twice = data.resolve("twice-checked.json");
        Files.writeString(twice, new Gson().toJson(doubled(json, false)));
        Run run =
                Run.of("check", "--format", "grounding-eval", "--data", twice, "--images", data)
                        .succeeds();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(SCENES + 1);
        assertThat(lines.get(0))
                .contains(
                        "entry 0", "remark: ", "000000.png is ", "boxes follow the annotated size");
        assertThat(lines.get(SCENES)).startsWith("0 problems").endsWith("remarks: " + SCENES);
    }

    @Test
    void aCaptionThatIsTooLongIsCutAndCounted() throws IOException {
        Path plain = annotations("phrases");
        JsonArray json = JsonParser.parseString(Files.readString(plain)).getAsJsonArray();
        JsonObject first = json.get(0).getAsJsonObject();
        first.addProperty(
                "caption", first.get("caption").getAsString() + " and a red star".repeat(60));
        Path file = data.resolve("long.json");
        Files.writeString(file, new Gson().toJson(json));
        List<String> lines = evaluate("phrases", file);
        assertThat(lines.get(0)).isNotEmpty().startsWith("overall");
        assertThat(lines.get(lines.size() - 1))
                .startsWith("too long")
                .endsWith("texts 1, cut to fit the model");
    }

    @Test
    void otherEncodingsAreRefusedWithWhatToDo() throws IOException {
        String json = Files.readString(data.resolve("eval.json"));
        Path latin = data.resolve("latin.json");
        int second = json.indexOf("pseudo_caption", json.indexOf("pseudo_caption") + 1);
        String wrong = json.substring(0, second) + "caf\u00e9" + json.substring(second);
        Files.write(latin, wrong.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Run.of("evaluate", "--data", latin, "--model", model)
                .refuses(latin, "entry 1 (from 0)", "not UTF-8 (byte 0xE9); save it as UTF-8");
        Files.writeString(latin, "\uFEFF" + json);
        assertThat(evaluate("phrases", annotations("phrases"))).isNotEmpty();
        Run.of("evaluate", "--data", latin, "--model", model).succeeds();
    }
}
