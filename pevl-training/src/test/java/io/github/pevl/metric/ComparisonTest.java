package io.github.pevl.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final PixelArea BOX = new PixelArea(0, 0, 100, 10);
    private static final PixelArea INSIDE_OUT = new PixelArea(50, 50, -20, 0);

    @Test
    void boxesAreTheSameFromNineTenthsOnOrWhenTheyAreEqual() {
        assertThat(same(BOX, new PixelArea(0, 0, 90, 10))).isEqualTo(1);
        assertThat(same(BOX, new PixelArea(0, 0, 89, 10))).isZero();
        assertThat(same(INSIDE_OUT, INSIDE_OUT)).isEqualTo(1);
        assertThat(same(INSIDE_OUT, new PixelArea(50, 50, -21, 0))).isZero();
    }

    private static double same(Object answer, Object other) {
        Report any = report(0, 0);
        return Comparison.of(any, any, List.of(answer), List.of(other)).share();
    }

    private static Report report(double first, double second) {
        return new Report(
                "accuracy",
                "expressions",
                List.of(
                        new Report.Row(Report.OVERALL, 2, Map.of("accuracy", (first + second) / 2)),
                        new Report.Row("relation", 1, Map.of("accuracy", first))));
    }

    @Test
    void theTableEndsWithTheOtherTheDifferencesAndTheAnswers() {
        Comparison comparison =
                Comparison.of(
                        report(0.25, 0.75),
                        report(1, 0.75),
                        List.of("red", "blue", 3, 4),
                        List.of("red", "green", 3, 4));
        assertThat(comparison.differences()).containsOnlyKeys("accuracy");
        assertThat(comparison.differences().get("accuracy")).isEqualTo(-0.375, within(1e-12));
        assertThat(comparison.table().replaceAll(" +", " "))
                .isEqualToNormalizingNewlines(
                        """
                        overall accuracy 0.5000 expressions 2
                        relation accuracy 0.2500 expressions 1
                        the other accuracy 0.8750
                        difference accuracy -0.3750
                        answers same 0.7500 of 4
                        """);
    }

    @Test
    void whatIsComparedIsTheBestAnswer() {
        GroundedBox box = new GroundedBox(new BoxBins(0, 0, 1, 1), BOX, 0.5);
        GroundedBox less = new GroundedBox(new BoxBins(1, 1, 2, 2), INSIDE_OUT, 0.4);
        GroundingResult boxes =
                new GroundingResult(
                        64, 64, List.of(new GroundingResult.Grounding("a", List.of(box, less), 0)));
        assertThat(TaskEvaluators.GROUNDING.answers(boxes)).isEqualTo(List.of(BOX));
        assertThat(TaskEvaluators.PHRASES.answers(boxes)).isEqualTo(List.of(BOX));
        RelationResult relations =
                new RelationResult(
                        List.of("on", "under"),
                        List.of(
                                new RelationResult.PairScores(
                                        new Pair(0, 1), 0, List.of(-2.0, -1.0)),
                                new RelationResult.PairScores(
                                        new Pair(1, 0), 0, List.of(-1.0, -2.0))));
        assertThat(TaskEvaluators.RELATIONS.answers(relations)).isEqualTo(List.of("under", "on"));
        List<Double> scores = List.of(0.1, 0.7, 0.2);
        assertThat(TaskEvaluators.CHOICES.answers(new ChoiceResult(scores, scores)))
                .isEqualTo(List.of(1));
        AnswerResult answers =
                new AnswerResult(
                        List.of(
                                new AnswerResult.Answer("red", -1),
                                new AnswerResult.Answer("blue", -2)));
        assertThat(TaskEvaluators.ANSWERS.answers(answers)).isEqualTo(List.of("red"));
    }
}
