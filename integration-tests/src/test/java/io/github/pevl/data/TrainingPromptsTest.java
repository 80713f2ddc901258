package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.it.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every sentence that the original trains on, letter by letter: its annotations read by our readers
 * and written by our samples, mirrored and not.
 */
class TrainingPromptsTest {

    private static final String SPLIT = " [SPLIT] "; // the original's, between text and question

    @TempDir private Path temp;

    private final JsonObject golden = Golden.json("data/dataset_prompts.json").getAsJsonObject();
    private final JsonObject annotations = golden.getAsJsonObject("annotations");
    private final JsonObject prompts = golden.getAsJsonObject("prompts");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void captions(boolean flip) throws IOException {
        TrainingText written =
                write(AnnotationFormat.GROUNDING, annotation("grounding_train"), flip);
        assertThat(written.text()).isEqualTo(prompt("grounding_train", flip).getAsString());
        assertThat(written.masked()).isNull();
        assertThat(written.match()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void questions(boolean flip) throws IOException {
        JsonArray questions = annotations.getAsJsonArray("gqa");
        assertThat(questions).isNotEmpty();
        for (int i = 0; i < questions.size(); i++) {
            JsonObject annotation = questions.get(i).getAsJsonObject();
            AnswerSample sample = read(AnnotationFormat.QUESTIONS, annotation).get(0);
            TrainingText written = write(sample, flip);
            JsonObject expected = prompt("gqa_train_" + i, flip).getAsJsonObject();
            assertThat(written.text()).isEqualTo(expected.get("label").getAsString());
            assertThat(written.masked()).isEqualTo(expected.get("input").getAsString());
            assertThat(sample.id()).isEqualTo(annotation.get("q_id").getAsString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void choices(boolean flip) throws IOException {
        for (int label = 0; label <= 1; label++) {
            for (String asked : List.of("answer", "rationale")) {
                JsonObject annotation = annotation("vcr_train");
                annotation.addProperty("label", label);
                annotation.addProperty("with_answer", asked.equals("answer") ? 1 : 0);
                TrainingText written = write(AnnotationFormat.CHOICES, annotation, flip);
                String name = "vcr_train_with_%s_label%d".formatted(asked, label);
                assertThat(written.text()).isEqualTo(prompt(name, flip).getAsString());
                assertThat(written.match()).isEqualTo(label);
            }
        }
    }

    /** Without a label, both sentences come, each rightly labelled. */
    @Test
    void choicesByChance() throws IOException {
        JsonObject annotation = annotation("vcr_train");
        annotation.remove("label");
        annotation.addProperty("with_answer", 1);
        Sample sample = read(AnnotationFormat.CHOICES, annotation).get(0);
        CropTransform view = CropTransform.whole(sample.width(), sample.height());
        SplittableRandom random = new SplittableRandom(1);
        int right = 0;
        int times = 400;
        for (int i = 0; i < times; i++) {
            TrainingText written = sample.write(view, random);
            String name = "vcr_train_with_answer_label" + written.match();
            assertThat(written.text()).isEqualTo(prompt(name, false).getAsString());
            right += written.match();
        }
        assertThat(right).isBetween(times / 2 - 50, times / 2 + 50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void relations(boolean flip) throws IOException {
        RelationDictionary dictionary = RelationDictionary.read(Golden.file("data/vg_dict.json"));
        for (int related = 0; related <= 1; related++) {
            JsonObject annotation = annotation("vrd_train");
            annotation.addProperty("with_rel", related);
            TrainingText written = write(AnnotationFormat.relations(dictionary), annotation, flip);
            assertThat(written.text() + SPLIT + written.masked())
                    .isEqualTo(prompt("vrd_train_rel" + related, flip).getAsString());
        }
    }

    private JsonObject annotation(String name) {
        return annotations.getAsJsonObject(name).deepCopy();
    }

    private JsonElement prompt(String name, boolean flip) {
        return prompts.get(name + (flip ? "_flip_True" : "_flip_False"));
    }

    private TrainingText write(
            AnnotationFormat<? extends Sample> format, JsonObject annotation, boolean flip)
            throws IOException {
        List<? extends Sample> samples = read(format, annotation);
        assertThat(samples).hasSize(1);
        return write(samples.get(0), flip);
    }

    private static TrainingText write(Sample sample, boolean flip) {
        CropTransform view = CropTransform.whole(sample.width(), sample.height());
        return sample.write(flip ? view.mirror() : view, new SplittableRandom(1));
    }

    private <S extends Sample> List<S> read(AnnotationFormat<S> format, JsonObject annotation)
            throws IOException {
        Path json = Files.writeString(temp.resolve("annotations.json"), "[" + annotation + "]");
        return format.read(json, Golden.file("data"));
    }
}
