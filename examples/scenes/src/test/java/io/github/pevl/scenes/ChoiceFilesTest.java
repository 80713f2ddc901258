package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of choices against the scenes that they tell of. */
class ChoiceFilesTest {
    @TempDir static Path temp;
    private static WrittenScenes written;

    @BeforeAll
    static void write() throws IOException {
        written = WrittenScenes.write(temp.resolve("data"), 13, 60);
    }

    @Test
    void choicesToTrainWithAreRightAndWrongEquallyOften() throws IOException {
        List<JsonObject> entries = written.read("choices-train.json");
        int at = 0;
        for (Scene scene : written.scenes()) {
            for (SceneChoice choice : scene.tasks().choices()) {
                for (int i = 0; i < 4; i++) {
                    JsonObject entry = entries.get(at++);
                    checkChoice(entry, scene);
                    assertThat(sentence(entry.get("question"))).isEqualTo(choice.question());
                    assertThat(entry.get("label").getAsInt()).isEqualTo(1 - i % 2);
                    assertThat(entry.has("with_answer")).isEqualTo(i < 2);
                    assertThat(entry.has("with_rationale")).isEqualTo(i >= 2);
                    checkPart(entry, "answer", choice.answers());
                    checkPart(entry, "rationale", choice.rationales());
                }
            }
        }
        assertThat(entries).hasSize(at);
    }

    private static void checkPart(JsonObject entry, String part, SceneChoice.Options options) {
        String right = options.texts().get(options.right());
        assertThat(sentence(entry.get("right_" + part))).isEqualTo(right);
        assertThat(sentence(entry.get("wrong_" + part))).isIn(options.texts()).isNotEqualTo(right);
    }

    private static void checkChoice(JsonObject entry, Scene scene) {
        assertThat(WrittenScenes.strings(entry.getAsJsonArray("names")))
                .hasSameSizeAs(scene.objects())
                .containsOnly("shape");
        JsonArray boxes = entry.getAsJsonArray("bbox_list");
        for (int i = 0; i < boxes.size(); i++) {
            JsonArray box = boxes.get(i).getAsJsonArray();
            assertThat(box).hasSize(5);
            assertThat(WrittenScenes.box(box)).isEqualTo(scene.objects().get(i).box());
        }
        assertThat(entry.get("width").getAsInt()).isEqualTo(scene.side());
        assertThat(entry.get("height").getAsInt()).isEqualTo(scene.side());
    }

    @Test
    void choicesToMeasureAreAnswersAndThenRationales() throws IOException {
        List<JsonObject> entries = written.read("choices-eval.json");
        int at = 0;
        for (Scene scene : written.scenes()) {
            for (SceneChoice choice : scene.tasks().choices()) {
                JsonObject answers = entries.get(at++);
                JsonObject rationales = entries.get(at++);
                checkChoice(answers, scene);
                checkChoice(rationales, scene);
                assertThat(answers.get("annot_id")).isEqualTo(rationales.get("annot_id"));
                assertThat(sentence(answers.get("question"))).isEqualTo(choice.question());
                assertThat(sentence(rationales.get("question")))
                        .isEqualTo(choice.question() + " [SEP] " + choice.answers().rightText());
                checkOptions(answers, "answer", choice.answers());
                checkOptions(rationales, "rationale", choice.rationales());
                assertThat(answers.has("rationale_choices")).isFalse();
            }
        }
        assertThat(entries).hasSize(at);
    }

    private static void checkOptions(JsonObject entry, String part, SceneChoice.Options options) {
        List<String> texts = new ArrayList<>();
        entry.getAsJsonArray(part + "_choices").forEach(it -> texts.add(sentence(it)));
        assertThat(texts).isEqualTo(options.texts());
        assertThat(entry.get(part + "_label").getAsInt()).isEqualTo(options.right());
    }

    /** ["what", "is", [0], "?"] becomes "what is [0] ?". */
    private static String sentence(JsonElement tokens) {
        List<String> words = new ArrayList<>();
        for (JsonElement token : tokens.getAsJsonArray()) {
            words.add(token.isJsonArray() ? token.toString() : token.getAsString());
        }
        return String.join(" ", words);
    }
}
