package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.scenes.Scene;
import io.github.pevl.scenes.SceneExpression;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingFormatTest {
    private static final String TRAIN =
            """
            {"file_name": "image_0.png", "caption": "a red box left of a Blue-ish ball",
             "tokens_positive": [[0, 9], [18, 33]],
             "bbox_list": [[64.0, 96.0, 256.0, 336.0], [320.0, 144.0, 576.0, 432.0]],
             "width": 640, "height": 480, "not_crop_bbox_list": [[64.0, 96.0, 256.0, 336.0]]}""";

    private static final String EVAL =
            """
            {"file_name": "image_0.png",
             "pseudo_caption": "the red-ish box, on left @@ [pos_51] [pos_102] [pos_204] [pos_358] ##",
             "bbox": [64.0, 96.0, 192.0, 240.0], "width": 640, "height": 480}""";

    @TempDir Path temp;

    @Test
    void readsTheOriginalsTrainingFormat() throws IOException {
        Path json = write("[" + TRAIN + "]");
        Box first = new Box(64, 96, 256, 336);
        assertThat(AnnotationFormat.GROUNDING.read(json, Path.of("images")))
                .containsExactly(
                        new GroundingSample(
                                Path.of("images", "image_0.png"),
                                "a red box left of a Blue-ish ball",
                                List.of(
                                        new PhraseBox(0, 9, first),
                                        new PhraseBox(18, 33, new Box(320, 144, 576, 432))),
                                List.of(first),
                                640,
                                480,
                                null));
    }

    @Test
    void readsTheOriginalsEvaluationFormat() throws IOException {
        Path json = write("[" + EVAL + "," + EVAL.replace("##", "## of two") + "]");
        List<GroundingSample> samples = AnnotationFormat.GROUNDING_EVALUATION.read(json, temp);
        Box box = new Box(64, 96, 256, 336);
        assertThat(samples)
                .extracting(GroundingSample::sentence)
                .containsExactly("the red-ish box, on left", "the red-ish box, on left of two");
        for (GroundingSample sample : samples) {
            assertThat(sample.phraseBoxes()).containsExactly(new PhraseBox(0, 24, box));
            assertThat(sample.keptInCrop()).containsExactly(box);
            assertThat(sample.image()).isEqualTo(temp.resolve("image_0.png"));
        }
    }

    @Test
    void readsWhatTheScenesWrite() throws IOException {
        SceneGenerator generator = new SceneGenerator(31);
        Path folder = temp.resolve("scenes");
        SceneWriter.write(generator, 20, folder, done -> {});
        var training = AnnotationFormat.GROUNDING.read(folder.resolve("train.json"), folder);
        var evaluation =
                AnnotationFormat.GROUNDING_EVALUATION.read(folder.resolve("eval.json"), folder);
        assertThat(evaluation).hasSameSizeAs(training);
        int next = 0;
        for (int i = 0; i < 20; i++) {
            Scene scene = generator.scene(i);
            for (SceneExpression expression : scene.expressions()) {
                GroundingSample sample = training.get(next);
                Box box = scene.objects().get(expression.target()).box();
                assertThat(sample.image()).isRegularFile();
                assertThat(sample.sentence()).isEqualTo(expression.text());
                assertThat(sample.kind()).isEqualTo(expression.kind().label());
                assertThat(sample.phraseBoxes())
                        .containsExactly(new PhraseBox(0, expression.text().length(), box));
                GroundingSample twin = evaluation.get(next++);
                assertThat(twin.image()).isEqualTo(sample.image());
                assertThat(twin.sentence()).isEqualTo(sample.sentence());
                assertThat(twin.phraseBoxes().get(0).box().x2()).isCloseTo(box.x2(), within(1e-9));
            }
        }
        assertThat(training).hasSize(next);
    }

    @Test
    void absoluteNamesStay() throws IOException {
        Path absolute = temp.toAbsolutePath().resolve("elsewhere/a.png");
        Path json = write("[" + EVAL.replace("image_0.png", absolute.toString()) + "]");
        assertThat(AnnotationFormat.GROUNDING_EVALUATION.read(json, Path.of("root")).get(0).image())
                .isEqualTo(absolute);
    }

    @Test
    void spansCountTheLettersOfTheNormalCaption() throws IOException {
        String other = TRAIN.replace("\"caption\"", "\"caption\": \"short\", \"normal_caption\"");
        assertThat(AnnotationFormat.GROUNDING.read(write("[" + other + "]"), temp))
                .isEqualTo(AnnotationFormat.GROUNDING.read(write("[" + TRAIN + "]"), temp));
    }

    /** The original writes the span once for each box, always with the last box behind it. */
    @Test
    void boxesOfOneSpanStandBehindIt() throws IOException {
        Path json = write("[" + TRAIN.replace("[18, 33]", "[0, 9]") + "]");
        GroundingSample sample = AnnotationFormat.GROUNDING.read(json, temp).get(0);
        assertThat(sample.write(CropTransform.whole(640, 480), new SplittableRandom(1)).text())
                .isEqualTo(
                        "a red box @@ [pos_51] [pos_102] [pos_204] [pos_358] ##"
                                + " @@ [pos_256] [pos_153] [pos_460] [pos_460] ##"
                                + " left of a blue ish ball");
    }

    @Test
    void boxesThatReachBeyondTheImageAreCutAtItsEdge() throws IOException {
        Path json = write("[" + TRAIN.replace("\"width\": 640", "\"width\": 500") + "]");
        GroundingSample sample = AnnotationFormat.GROUNDING.read(json, temp).get(0);
        assertThat(sample.phraseBoxes().get(1).box().x2()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "caption":          | "capt":            | caption         | is missing
                    "width": 640        | "width": "wide"    | width           | number of pixels
                    "width": 640        | "width": 0         | width           | 1 or more
                    "width": 640        | "width": 300       | bbox_list[1]    | lies beside the image of 300 x 480
                    "bbox_list": [[     | "bbox_list": [[7,  | bbox_list[0]    | is not a box [x1, y1, x2, y2]
                    [[64.0, 96.0, 256.0 | [[300, 96.0, 256.0 | bbox_list[0]    | is not a box
                    [18, 33]            | [18, 34]           | tokens_positive[1] | leaves the sentence
                    [18, 33]            | [18, 18]           | tokens_positive[1] | not a span
                    , [18, 33]          | ''                 | tokens_positive | 1 spans for the 2 boxes
                    "image_0.png"       | ["a"]              | file_name       | is not a text
                    """)
    void badTrainingEntriesAreNamed(String part, String wrong, String field, String said)
            throws IOException {
        assertThat(TRAIN).contains(part);
        Path json = write("[" + TRAIN + "," + TRAIN.replace(part, wrong) + "]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.GROUNDING.read(json, temp))
                .withMessageStartingWith(
                        json + ", line 4, entry 1 (from 0), field '" + field + "': ")
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "bbox":             | "box":             | bbox           | is missing
                    [64.0, 96.0         | [640.5, 96.0       | bbox           | lies beside the image
                    192.0, 240.0]       | -1, 240.0]         | bbox           | has the size
                    192.0, 240.0]       | 192.0]             | bbox           | is not a box [x, y
                    ' @@ [pos_51]'      | ' @@'              | pseudo_caption | no box
                    the red-ish box, on left | ''            | pseudo_caption | no box after a name
                    ##                  | ## @@ [MASK] [MASK] [MASK] [MASK] ## | pseudo_caption | more than one
                    """)
    void badEvaluationEntriesAreNamed(String part, String wrong, String field, String said)
            throws IOException {
        assertThat(EVAL).contains(part);
        Path json = write("[" + EVAL.replace(part, wrong) + "]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.GROUNDING_EVALUATION.read(json, temp))
                .withMessageStartingWith(
                        json + ", line 1, entry 0 (from 0), field '" + field + "': ")
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a": 1}   | expected a JSON list
                    [3]        | entry 0 (from 0): expected an object
                    [{"a": 1,  | entry 0 (from 0): not JSON
                    [{"a"; 1}] | entry 0 (from 0): not JSON
                    ''         | not JSON
                    """)
    void otherFilesAreRefused(String content, String said) throws IOException {
        Path json = write(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.GROUNDING.read(json, temp))
                .withMessageStartingWith(json.toString())
                .withMessageContaining(said);
    }

    @Test
    void aMissingFileIsNamed() {
        Path json = temp.resolve("none.json");
        assertThatThrownBy(() -> AnnotationFormat.GROUNDING.read(json, temp))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.json");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(temp.resolve("annotations.json"), content);
    }
}
