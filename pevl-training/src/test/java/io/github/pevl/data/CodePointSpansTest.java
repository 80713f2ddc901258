package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import io.github.pevl.internal.augment.CropTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of annotation files count code points, as Python wrote them, in every format. */
class CodePointSpansTest {

    /** Words of one and of two Java chars a character; cleaning leaves them as they are. */
    private static final List<String> WORDS =
            List.of("dog", "😀", "狗", "𝔘𝔫", "a😀b", "é", "e\u0301", "👩\u200d🚀", "𠀀犬", "cat");

    private static final List<Double> BOX = List.of(10.0, 20.0, 50.0, 60.0);
    private static final String WRITTEN = "@@ [pos_51] [pos_102] [pos_256] [pos_307] ##";

    @TempDir Path temp;

    /** A sentence whose characters are counted as Python does, a code point each. */
    private record Drawn(List<String> words, int named) {

        static Drawn of(SplittableRandom random) {
            List<String> words = new ArrayList<>();
            int count = random.nextInt(2, 8);
            for (int i = 0; i < count; i++) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            return new Drawn(words, random.nextInt(count));
        }

        String text() {
            return String.join(" ", words);
        }

        List<Integer> span() {
            List<Integer> characters = new ArrayList<>();
            for (int i = 0; i < named; i++) {
                words.get(i).codePoints().forEach(characters::add);
                characters.add((int) ' ');
            }
            int begin = characters.size();
            return List.of(begin, begin + (int) words.get(named).codePoints().count());
        }

        String written() {
            List<String> all = new ArrayList<>(words);
            all.add(named + 1, WRITTEN);
            return String.join(" ", all);
        }
    }

    @Test
    void captionsOfTrainingMdetrAndQuestionsHaveTheirBoxBehindTheNamedWord() throws IOException {
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < 100; i++) {
            Drawn drawn = Drawn.of(random);
            Map<String, ?> entry =
                    Map.of(
                            "file_name",
                            "a.png",
                            "caption",
                            drawn.text(),
                            "question",
                            drawn.text(),
                            "answer",
                            "yes",
                            "tokens_positive",
                            List.of(drawn.span()),
                            "bbox_list",
                            List.of(BOX),
                            "width",
                            100,
                            "height",
                            100);
            assertThat(text(AnnotationFormat.GROUNDING, List.of(entry))).isEqualTo(drawn.written());
            assertThat(text(AnnotationFormat.QUESTIONS, List.of(entry)))
                    .startsWith(drawn.written() + " ");
            Map<String, ?> image =
                    Map.of(
                            "id",
                            1,
                            "file_name",
                            "a.png",
                            "caption",
                            drawn.text(),
                            "width",
                            100,
                            "height",
                            100);
            Map<String, ?> box =
                    Map.of(
                            "image_id", 1,
                            "bbox", List.of(10, 20, 40, 40),
                            "tokens_positive", List.of(drawn.span()));
            assertThat(
                            text(
                                    AnnotationFormat.MDETR,
                                    Map.of("images", List.of(image), "annotations", List.of(box))))
                    .isEqualTo(drawn.written());
        }
    }

    private String text(AnnotationFormat<?> format, Object json) throws IOException {
        Path file = Files.writeString(temp.resolve("drawn.json"), new Gson().toJson(json));
        String text =
                format.read(file, temp)
                        .get(0)
                        .write(CropTransform.whole(100, 100), new SplittableRandom(1))
                        .text();
        return text.replaceAll(" +", " ");
    }

    @Test
    void spansOfMdetrAreJoinedOverBlanksBehindWideCharacters() throws IOException {
        Map<String, ?> image =
                Map.of(
                        "id",
                        1,
                        "file_name",
                        "a.png",
                        "caption",
                        "😀😀 a big dog",
                        "width",
                        100,
                        "height",
                        100);
        Map<String, ?> box =
                Map.of(
                        "image_id", 1,
                        "bbox", List.of(10, 20, 40, 40),
                        "tokens_positive", List.of(List.of(5, 8), List.of(9, 12)));
        assertThat(
                        text(
                                AnnotationFormat.MDETR,
                                Map.of("images", List.of(image), "annotations", List.of(box))))
                .isEqualTo("😀😀 a big dog " + WRITTEN);
    }

    @Test
    void expressionsToEvaluateOnAreNamedByAllOfTheirWords() throws IOException {
        String name = WORDS.stream().collect(Collectors.joining(" "));
        Map<String, ?> entry =
                Map.of(
                        "file_name",
                        "a.png",
                        "pseudo_caption",
                        name + " @@ [pos_1] [pos_2] [pos_3] [pos_4] ##",
                        "bbox",
                        BOX,
                        "width",
                        100,
                        "height",
                        100);
        Path file = Files.writeString(temp.resolve("eval.json"), new Gson().toJson(List.of(entry)));
        GroundingSample sample = AnnotationFormat.GROUNDING_EVALUATION.read(file, temp).get(0);
        assertThat(sample.sentence()).isEqualTo(name);
        assertThat(sample.phraseBoxes().get(0).end()).isEqualTo((int) name.codePoints().count());
    }

    @Test
    void aSpanBehindTheLastCharacterIsRefusedByTheirNumber() throws IOException {
        Map<String, ?> entry =
                Map.of(
                        "file_name",
                        "a.png",
                        "caption",
                        "😀 dog",
                        "tokens_positive",
                        List.of(List.of(2, 6)),
                        "bbox_list",
                        List.of(BOX),
                        "width",
                        100,
                        "height",
                        100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(AnnotationFormat.GROUNDING, List.of(entry)))
                .withMessageContaining("of 5 characters");
    }
}
