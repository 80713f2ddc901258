package io.github.pevl.data;

import static io.github.pevl.data.AnnotationJson.CAPTIONS;
import static io.github.pevl.data.AnnotationJson.CHOICE;
import static io.github.pevl.data.AnnotationJson.DICTIONARY;
import static io.github.pevl.data.AnnotationJson.FIRST;
import static io.github.pevl.data.AnnotationJson.FOUR;
import static io.github.pevl.data.AnnotationJson.IMAGE;
import static io.github.pevl.data.AnnotationJson.QUESTION;
import static io.github.pevl.data.AnnotationJson.RELATION;
import static io.github.pevl.data.AnnotationJson.RELATIONS;
import static io.github.pevl.data.AnnotationJson.ROOT;
import static io.github.pevl.data.AnnotationJson.SECOND;
import static io.github.pevl.data.AnnotationJson.read;
import static io.github.pevl.data.AnnotationJson.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.data.ChoiceSample.Asks;
import io.github.pevl.data.RelationSample.Triple;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats of all tasks but grounding's own, which {@link GroundingFormatTest} reads. */
class AnnotationFormatTest {

    @TempDir Path temp;

    @Test
    void questionsAreReadWithTheirBoxes() throws IOException {
        PhraseBox box = new PhraseBox(7, 10, FIRST);
        PhraseBox ball = new PhraseBox(23, 27, SECOND);
        AnswerSample sample =
                new AnswerSample(
                        IMAGE,
                        "Is the box left of the ball?",
                        List.of(box, ball),
                        "left",
                        "7",
                        List.of(FIRST),
                        640,
                        480,
                        "side");
        assertThat(read(temp, AnnotationFormat.QUESTIONS, QUESTION)).containsExactly(sample);
        String unboxed = QUESTION.replace("\"no_bbox\": 0", "\"no_bbox\": 1");
        assertThat(read(temp, AnnotationFormat.QUESTIONS, unboxed.replace("[7, 10]", "[7, 1000]")))
                .singleElement()
                .matches(
                        it -> it.phraseBoxes().isEmpty() && it.keptInCrop().equals(List.of(FIRST)));
    }

    /** As the original: only its evaluation asks it, and only where no box is written. */
    @Test
    void onlyTheEvaluationOfUnboxedQuestionsTakesTheNormalOne() throws IOException {
        String normal = QUESTION.replace("\"q_id\"", "\"normal_question\": \"Is it?\", \"q_id\"");
        String unboxed = normal.replace("\"no_bbox\": 0", "\"no_bbox\": 1");
        String question = "Is the box left of the ball?";
        assertThat(read(temp, AnnotationFormat.QUESTIONS_EVALUATION, normal, unboxed, QUESTION))
                .extracting(AnswerSample::question)
                .containsExactly(question, "Is it?", question);
        assertThat(read(temp, AnnotationFormat.QUESTIONS, normal, unboxed))
                .extracting(AnswerSample::question)
                .containsExactly(question, question);
    }

    private static ChoiceSample choice(
            List<Sentence> context, List<Sentence> choices, int right, Asks asks) {
        return new ChoiceSample(
                IMAGE,
                List.of(new NamedBox("person", FIRST), new NamedBox("dog", SECOND)),
                context,
                choices,
                right,
                asks,
                "val-0",
                640,
                480,
                null);
    }

    @Test
    void trainingChoicesArePairsOfARightAndAWrongOne() throws IOException {
        Sentence question =
                Sentence.ofTokens(List.of("why", "is", List.of(0), "near", List.of(1), "?"));
        Sentence likes = Sentence.ofTokens(List.of(List.of(0), "likes", List.of(1)));
        Sentence knows = Sentence.ofTokens(List.of("who", "knows"));
        Sentence pet = Sentence.ofTokens(List.of(List.of(1), "is", "a", "pet"));
        Sentence idea = Sentence.ofTokens(List.of("no", "idea"));
        ChoiceSample answers = choice(List.of(question), List.of(likes, knows), 0, Asks.ANSWER);
        ChoiceSample reasons =
                choice(List.of(question, likes), List.of(pet, idea), 0, Asks.RATIONALE);
        assertThat(read(temp, AnnotationFormat.CHOICES, CHOICE)).containsExactly(answers, reasons);
        assertThat(read(temp, AnnotationFormat.CHOICES, with(CHOICE, "\"with_answer\": 1")))
                .containsExactly(answers);
        assertThat(read(temp, AnnotationFormat.CHOICES, with(CHOICE, "\"with_answer\": 0")))
                .containsExactly(reasons);
        assertThat(read(temp, AnnotationFormat.CHOICES, with(CHOICE, "\"with_rationale\": 1")))
                .containsExactly(reasons);
        assertThat(
                        read(
                                temp,
                                AnnotationFormat.CHOICES,
                                with(CHOICE, "\"with_answer\": 1, \"label\": 0")))
                .containsExactly(
                        choice(List.of(question), List.of(knows), ChoiceSample.NONE, Asks.ANSWER));
    }

    private static String with(String entry, String fields) {
        return entry.substring(0, entry.length() - 1) + ", " + fields + "}";
    }

    @Test
    void evaluationChoicesAreAnswersAndRationales() throws IOException {
        List<ChoiceSample> both = read(temp, AnnotationFormat.CHOICES_EVALUATION, FOUR);
        assertThat(both).extracting(ChoiceSample::asks).containsExactly(Asks.values());
        assertThat(both).extracting(ChoiceSample::right).containsExactly(2, 0);
        assertThat(both).extracting(ChoiceSample::id).containsOnly("val-0");
        Sentence right = Sentence.ofTokens(List.of(List.of(0, 1)));
        assertThat(both.get(1).context().get(1)).isEqualTo(right);
        int from = FOUR.indexOf("\"answer_choices\"");
        int to = FOUR.indexOf("\"rationale_choices\"");
        String rationales = FOUR.substring(0, from) + FOUR.substring(to);
        assertThat(read(temp, AnnotationFormat.CHOICES_EVALUATION, rationales))
                .singleElement()
                .matches(it -> it.context().size() == 1 && it.asks() == Asks.RATIONALE);
    }

    @Test
    void relationsAreReadInTheImagesOwnPixels() throws IOException {
        List<NamedBox> objects = List.of(new NamedBox("man", FIRST), new NamedBox("horse", SECOND));
        Triple riding = new Triple(0, 1, "riding");
        assertThat(read(temp, AnnotationFormat.relations(DICTIONARY), RELATION))
                .containsExactly(
                        new RelationSample(IMAGE, objects, List.of(riding), List.of(), 640, 480));
        String unrelated = RELATION.replace("\"with_rel\": 1", "\"with_rel\": 0");
        assertThat(read(temp, AnnotationFormat.relations(DICTIONARY), unrelated))
                .containsExactly(
                        new RelationSample(
                                IMAGE,
                                objects,
                                List.of(),
                                List.of(new Pair(1, 0), new Pair(0, 1)),
                                640,
                                480));
        assertThat(read(temp, AnnotationFormat.relationsEvaluation(DICTIONARY), RELATIONS))
                .containsExactly(
                        new RelationSample(
                                IMAGE,
                                objects,
                                List.of(riding, new Triple(1, 0, "on")),
                                List.of(),
                                640,
                                480));
    }

    /** The first box has three spans, of which two touch; the last span has two boxes. */
    @Test
    void captionsOfMdetrJoinAdjacentSpans() throws IOException {
        Box tall = new Box(0, 0, 50, 480);
        assertThat(AnnotationFormat.MDETR.read(write(temp, CAPTIONS), ROOT))
                .containsExactly(
                        new GroundingSample(
                                IMAGE,
                                "a dog and the pet of two cats",
                                List.of(
                                        new PhraseBox(2, 5, FIRST),
                                        new PhraseBox(10, 17, FIRST),
                                        new PhraseBox(21, 29, SECOND),
                                        new PhraseBox(21, 29, tall)),
                                List.of(FIRST, SECOND, tall),
                                640,
                                480,
                                "coco"));
    }

    @Test
    void annotationsMayPrecedeTheirImages() throws IOException {
        int images = CAPTIONS.indexOf("\"images\": [\n");
        int annotations = CAPTIONS.indexOf("\"annotations\"");
        String turned =
                "{"
                        + CAPTIONS.substring(annotations, CAPTIONS.length() - 1)
                        + ", "
                        + CAPTIONS.substring(images, CAPTIONS.lastIndexOf(",", annotations))
                        + "}";
        assertThat(AnnotationFormat.MDETR.read(write(temp, turned), ROOT))
                .isEqualTo(AnnotationFormat.MDETR.read(write(temp, CAPTIONS), ROOT));
    }

    @Test
    void formatsHaveNames() throws IOException {
        Path dictionary = AnnotationJson.dictionary(temp);
        for (String name : AnnotationFormat.names()) {
            assertThat(AnnotationFormat.named(name, dictionary).name()).isEqualTo(name);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.named("coco", null))
                .withMessageContaining("no format \"coco\"; there are [grounding, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationFormat.named("vrd", null))
                .withMessageContaining("needs a dictionary");
    }
}
