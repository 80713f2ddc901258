package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every task from a model folder, found by its types, with batches of mixed images. */
class TaskCriteriaTest {

    @TempDir private static Path temp;
    private static Path folder;

    private static final Image SMALL = GoldenTasks.image(60, 50, 1);
    private static final Image WIDE = GoldenTasks.image(200, 40, 2);
    private static final List<NamedBox> OBJECTS =
            List.of(
                    new NamedBox("man", new Box(1, 2, 30, 40)),
                    new NamedBox("traffic light", new Box(20, 2, 59, 39)),
                    new NamedBox("dog", new Box(5, 5, 6, 6)));

    @BeforeAll
    static void write() throws Exception {
        folder = temp.resolve("model");
        try (GoldenModel golden = GoldenModel.open()) {
            ModelFolder.write(
                    folder,
                    golden.block,
                    PevlVocabulary.bert(),
                    Map.of(
                            "answers.txt",
                            "yes\nno\ndark blue\n",
                            "predicates.txt",
                            "on\nleft of\n"));
        }
    }

    private static <I, O> ZooModel<I, O> load(Class<I> request, Class<O> answer) throws Exception {
        return Criteria.builder()
                .setTypes(request, answer)
                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                .build()
                .loadModel();
    }

    /** Answers of a batch, which have to be those of its requests alone. */
    private static <I, O> List<O> answers(Class<I> type, Class<O> answer, I first, I second)
            throws Exception {
        try (ZooModel<I, O> model = load(type, answer);
                Predictor<I, O> predictor = model.newPredictor()) {
            List<I> requests = List.of(first, second);
            List<O> answers = predictor.batchPredict(requests);
            assertThat(answers).hasSameSizeAs(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(predictor.predict(requests.get(i)))
                        .usingRecursiveComparison()
                        .withComparatorForType(
                                (a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Double.compare(a, b),
                                Double.class)
                        .isEqualTo(answers.get(i));
            }
            return answers;
        }
    }

    @Test
    void relations() throws Exception {
        List<RelationResult> results =
                answers(
                        RelationRequest.class,
                        RelationResult.class,
                        new RelationRequest(SMALL, OBJECTS),
                        new RelationRequest(WIDE, OBJECTS.subList(0, 2)));
        assertThat(results.get(0).predicates()).containsExactly("on", "left of");
        assertThat(results).extracting(result -> result.ranked().size()).containsExactly(6, 2);
    }

    @Test
    void choices() throws Exception {
        List<ChoiceResult> results =
                answers(
                        ChoiceRequest.class,
                        ChoiceResult.class,
                        ChoiceRequest.of(SMALL, OBJECTS, "why [0]?", "[1]", "no", "yes", "both"),
                        ChoiceRequest.of(WIDE, List.of(), "what is that?", "a thing", "nothing"));
        assertThat(results)
                .extracting(result -> result.probabilities().size())
                .containsExactly(4, 2);
    }

    @Test
    void answers() throws Exception {
        List<AnswerResult> results =
                answers(
                        AnswerRequest.class,
                        AnswerResult.class,
                        new AnswerRequest(SMALL, "is it dark?"),
                        new AnswerRequest(
                                WIDE, "what is on the left?", List.of(), List.of("dog", "cat"), 1));
        assertThat(results.get(0).answers())
                .extracting(AnswerResult.Answer::text)
                .containsExactlyInAnyOrder("yes", "no", "dark blue");
        assertThat(results.get(1).answers()).hasSize(1);
    }

    @Test
    void freePrompts() throws Exception {
        List<FillResult> results =
                answers(
                        FillRequest.class,
                        FillResult.class,
                        new FillRequest(SMALL, "a [MASK] dog", FillRequest.Among.WORDS, 4),
                        new FillRequest(
                                WIDE, "dog @@ [MASK] [MASK]", FillRequest.Among.POSITIONS, 2));
        assertThat(results.get(0).masks()).hasSize(1);
        assertThat(results.get(1).masks()).hasSize(2);
        assertThat(results.get(1).masks().get(0).words()).hasSize(2);
    }

    @Test
    void phrases() throws Exception {
        List<GroundingResult> results =
                answers(
                        PhraseRequest.class,
                        GroundingResult.class,
                        PhraseRequest.find(SMALL, "a man on a horse", "a horse", "a man"),
                        PhraseRequest.find(WIDE, "the dog", "dog"));
        try (ZooModel<PhraseRequest, DetectedObjects> model =
                        load(PhraseRequest.class, DetectedObjects.class);
                Predictor<PhraseRequest, DetectedObjects> predictor = model.newPredictor()) {
            DetectedObjects objects =
                    predictor.predict(
                            PhraseRequest.find(SMALL, "a man on a horse", "a horse", "a man"));
            assertThat(objects.item(0).getClassName()).isEqualTo("a horse");
            assertThat(objects.item(1).getProbability())
                    .isEqualTo(results.get(0).groundings().get(1).best().probability());
        }
    }

    @Test
    void tooLongTextsAreRefused() throws Exception {
        String words = "word ".repeat(600);
        refused(
                FillRequest.class,
                FillResult.class,
                new FillRequest(SMALL, words + "[MASK]", FillRequest.Among.ALL, 1),
                "text has 602 tokens");
        refused(
                AnswerRequest.class,
                AnswerResult.class,
                new AnswerRequest(SMALL, words),
                "question has 608 tokens");
        refused(
                ChoiceRequest.class,
                ChoiceResult.class,
                ChoiceRequest.of(SMALL, List.of(), "why?", "no", words),
                "choices[1] with its context has 603 tokens");
        refused(
                PhraseRequest.class,
                GroundingResult.class,
                PhraseRequest.find(SMALL, words + "dog", "dog"),
                "1 phrases stand behind the first 200 words");
        refused(
                AnswerRequest.class,
                AnswerResult.class,
                new AnswerRequest(SMALL, "is it?", List.of(), List.of("a b c d e f"), 1),
                "answers[0] is \"a b c d e f\", which has 6 tokens");
    }

    @Test
    void masksInNamesAreWords() throws Exception {
        try (ZooModel<RelationRequest, RelationResult> model =
                        load(RelationRequest.class, RelationResult.class);
                Predictor<RelationRequest, RelationResult> predictor = model.newPredictor()) {
            List<RelationResult> results = new ArrayList<>();
            for (String name : List.of("[MASK]", "[mask]", "[ mask ]", "man")) {
                NamedBox named = new NamedBox(name, new Box(1, 1, 2, 2));
                results.add(
                        predictor.predict(
                                new RelationRequest(SMALL, List.of(OBJECTS.get(0), named))));
            }
            assertThat(results.get(1)).isEqualTo(results.get(0));
            assertThat(results.get(2)).isEqualTo(results.get(0));
            assertThat(results.get(3)).isNotEqualTo(results.get(0));
        }
    }

    private static <I, O> void refused(Class<I> type, Class<O> answer, I request, String message)
            throws Exception {
        try (ZooModel<I, O> model = load(type, answer);
                Predictor<I, O> predictor = model.newPredictor()) {
            assertThatExceptionOfType(TranslateException.class)
                    .isThrownBy(() -> predictor.predict(request))
                    .havingCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining(message);
        }
    }
}
