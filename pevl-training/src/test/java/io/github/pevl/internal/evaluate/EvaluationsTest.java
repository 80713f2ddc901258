package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.RelationSample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.metric.Report;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evaluations ask, and how they count, with answers that are known. */
class EvaluationsTest {

    private static final Box LEFT = new Box(0, 0, 9, 9);
    private static final Box RIGHT = new Box(50, 50, 59, 59);
    private static final List<NamedBox> TWO =
            List.of(new NamedBox("cup", LEFT), new NamedBox("table", RIGHT));

    @TempDir static Path folder;
    private static Path image;

    @BeforeAll
    static void draw() throws IOException {
        image = BlankImage.write(folder);
    }

    @Test
    void aPhraseIsFoundByAnyOfItsBoxes() throws Exception {
        GroundingSample sample =
                new GroundingSample(
                        image,
                        "cups on a table",
                        List.of(
                                new PhraseBox(0, 4, LEFT),
                                new PhraseBox(0, 4, RIGHT),
                                new PhraseBox(8, 15, LEFT)),
                        List.of(),
                        64,
                        64,
                        "two");
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.PHRASES,
                        EvaluationsTest::alwaysRight,
                        List.of(sample),
                        done -> {});
        assertThat(report.overall().count()).isEqualTo(2);
        assertThat(report.value()).isEqualTo(0.5);
        assertThat(report.scores()).contains(entry("two", 0.5));
    }

    /** Finds the right box for every phrase. */
    private static GroundingResult alwaysRight(PhraseRequest request) {
        assertThat(request.phrases()).hasSize(2);
        return right(request.phrases().stream().map(p -> p.of(request.caption())).toList());
    }

    /** Captions to evaluate on, as Flickr30k's, have the box in their midst. */
    @Test
    void expressionsAreAskedWithTheBoxInItsPlace() throws Exception {
        List<GroundingSample> samples =
                List.of(expression("a cup on a table", 5), expression("a table", 7));
        List<GroundingRequest> requests = new ArrayList<>();
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.GROUNDING,
                        request -> {
                            requests.add(request);
                            return right(request.expressions());
                        },
                        samples,
                        done -> {});
        assertThat(report.value()).isEqualTo(1);
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).expressions()).containsExactly("a cup on a table", "a table");
        assertThat(requests.get(0).boxOffsets()).containsExactly(5, 7);
    }

    private static GroundingSample expression(String words, int end) {
        PhraseBox region = new PhraseBox(0, end, RIGHT);
        return new GroundingSample(image, words, List.of(region), List.of(), 64, 64, null);
    }

    private static GroundingResult right(List<String> expressions) {
        GroundedBox box =
                new GroundedBox(new BoxBins(400, 400, 470, 470), PixelArea.of(RIGHT), 0.5);
        return new GroundingResult(
                64,
                64,
                expressions.stream()
                        .map(p -> new GroundingResult.Grounding(p, List.of(box), 0))
                        .toList());
    }

    /** What is read to evaluate, and what to train. */
    @Test
    void questionsWithoutBoxesAreAskedAsNormalQuestions() throws Exception {
        Path json = folder.resolve("questions.json");
        Files.writeString(
                json,
                """
                [{"file_name": "blank.png", "width": 64, "height": 64, "q_id": 1, "no_bbox": 1,
                  "question": "is it a cup", "normal_question": "Is it red?", "answer": "no"}]""");
        assertThat(EvaluationData.read(Tasks.ANSWERS, json, folder).samples())
                .extracting(sample -> ((AnswerSample) sample).question())
                .containsExactly("Is it red?");
    }

    @Test
    void relationsAreCountedByRecall() throws Exception {
        RelationSample related = relations(new RelationSample.Triple(0, 1, "on"));
        RelationSample other = relations(new RelationSample.Triple(1, 0, "on"));
        SampleQuestions.Model<RelationRequest, RelationResult> on =
                request -> scores(request, List.of("under", "on"));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.RELATIONS, on, List.of(related, other), done -> {});
        assertThat(report.metric()).isEqualTo("R@20");
        assertThat(report.value()).isEqualTo(0.5);
        assertThat(report.scores().get("mR@20")).isEqualTo(0.25, within(1e-12));
        List<RelationSample> unknown =
                List.of(relations(new RelationSample.Triple(0, 1, "riding")));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                SampleQuestions.ask(
                                        TaskEvaluators.RELATIONS, on, unknown, done -> {}))
                .withMessageContaining("\"riding\"");
    }

    private static RelationSample relations(RelationSample.Triple triple) {
        return new RelationSample(image, TWO, List.of(triple), List.of(), 64, 64);
    }

    /** The first pair by the second predicate, the other by the first. */
    private static RelationResult scores(RelationRequest request, List<String> predicates) {
        return new RelationResult(
                predicates,
                request.pairs().stream()
                        .map(
                                pair ->
                                        new RelationResult.PairScores(
                                                pair,
                                                -1,
                                                pair.subject() == 0
                                                        ? List.of(-2.0, -1.0)
                                                        : List.of(-1.0, -2.0)))
                        .toList());
    }

    @Test
    void answersAndReasonsAreCountedApartAndTogether() throws Exception {
        List<ChoiceSample> samples =
                List.of(
                        choice(ChoiceSample.Asks.ANSWER, "a", 2),
                        choice(ChoiceSample.Asks.RATIONALE, "a", 2),
                        choice(ChoiceSample.Asks.ANSWER, "b", 2),
                        choice(ChoiceSample.Asks.RATIONALE, "b", 0),
                        choice(ChoiceSample.Asks.ANSWER, "c", 2),
                        choice(ChoiceSample.Asks.RATIONALE, "c", 1),
                        choice(ChoiceSample.Asks.ANSWER, "d", 3),
                        choice(ChoiceSample.Asks.RATIONALE, "d", 2));
        List<Double> scores = List.of(0.0, 0.1, 0.7, 0.2);
        SampleQuestions.Model<ChoiceRequest, ChoiceResult> third =
                request -> new ChoiceResult(scores, scores);
        Report report = SampleQuestions.ask(TaskEvaluators.CHOICES, third, samples, done -> {});
        assertThat(report.overall().measures())
                .containsExactly(entry("Q->A", 0.75), entry("QA->R", 0.5), entry("Q->AR", 0.25));
        assertThat(report.metric()).isEqualTo("Q->AR");
        Report alone =
                SampleQuestions.ask(
                        TaskEvaluators.CHOICES,
                        third,
                        List.of(samples.get(0), samples.get(6)),
                        done -> {});
        assertThat(alone.metric()).isEqualTo("Q->A");
        assertThat(alone.value()).isEqualTo(0.5);
    }

    private static ChoiceSample choice(ChoiceSample.Asks asks, String id, int right) {
        Sentence sentence = Sentence.parse("why is [0] here?");
        return new ChoiceSample(
                image,
                TWO,
                List.of(sentence),
                Collections.nCopies(4, sentence),
                right,
                asks,
                id,
                64,
                64,
                null);
    }

    @Test
    void questionsAreCountedByKind() throws Exception {
        List<AnswerSample> samples =
                List.of(answer("red", "color"), answer("blue", "color"), answer("yes", "check"));
        SampleQuestions.Model<AnswerRequest, AnswerResult> red =
                request -> {
                    assertThat(request.mentions().get(0).box()).isEqualTo(LEFT);
                    return new AnswerResult(List.of(new AnswerResult.Answer("red", -1)));
                };
        Report report = SampleQuestions.ask(TaskEvaluators.ANSWERS, red, samples, done -> {});
        assertThat(report.value()).isEqualTo(1.0 / 3);
        assertThat(report.scores()).containsExactly(entry("color", 0.5), entry("check", 0.0));
    }

    private static AnswerSample answer(String right, String kind) {
        return new AnswerSample(
                image,
                "what color is the cup?",
                List.of(new PhraseBox(18, 21, LEFT)),
                right,
                null,
                List.of(),
                64,
                64,
                kind);
    }
}
