package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.RelationSample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.TextTooLongException;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text that is too long does not end an evaluation: it is cut, and counted. */
class LongTextsTest {

    private static final int SAMPLES = 5;
    private static final int LONG = 2; // the place of the sample with a long text
    private static final Box BOX = new Box(0, 0, 9, 9);
    private static final List<NamedBox> TWO =
            List.of(new NamedBox("cup", BOX), new NamedBox("table", BOX));

    @TempDir static Path folder;
    private static Path image;

    @BeforeAll
    static void draw() throws IOException {
        image = BlankImage.write(folder);
    }

    /** As a predictor does it. */
    private static void refuse(boolean isLong, boolean truncate) throws TranslateException {
        if (isLong && !truncate) {
            throw new TranslateException(new TextTooLongException("123 tokens"));
        }
    }

    private static void assertCounted(Report report, String unit, double value) {
        Report.Row last = report.rows().get(report.rows().size() - 1);
        assertThat(last.kind()).isEqualTo(Report.TOO_LONG);
        assertThat(last.count()).isEqualTo(1);
        assertThat(last.measures()).contains(entry(report.metric(), value));
        assertThat(report.table().lines().toList())
                .anyMatch(line -> line.startsWith("overall") && line.contains(unit))
                .anyMatch(
                        line ->
                                line.startsWith("too long")
                                        && line.endsWith("texts 1, cut to fit the model"));
    }

    private static <S> List<S> samples(java.util.function.IntFunction<S> sample) {
        List<S> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(sample.apply(i));
        }
        return samples;
    }

    @Test
    void phrases() throws Exception {
        List<GroundingSample> samples =
                samples(
                        i ->
                                new GroundingSample(
                                        image,
                                        i == LONG ? "a long dog" : "the dog",
                                        List.of(new PhraseBox(0, 5, BOX), new PhraseBox(0, 7, BOX)),
                                        List.of(),
                                        64,
                                        64,
                                        null));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.PHRASES,
                        request -> {
                            refuse(request.caption().contains("long"), request.truncate());
                            return found(request.phrases().size(), 0);
                        },
                        samples,
                        done -> {});
        assertThat(report.overall().count()).isEqualTo(2 * SAMPLES);
        assertCounted(report, "phrases 10", 1);
    }

    private static GroundingResult found(int count, int cut) {
        GroundedBox box = new GroundedBox(new BoxBins(0, 0, 78, 78), PixelArea.of(BOX), 1);
        List<GroundingResult.Grounding> groundings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groundings.add(new GroundingResult.Grounding("dog", List.of(box), i == LONG ? cut : 0));
        }
        return new GroundingResult(64, 64, groundings);
    }

    @Test
    void expressions() throws Exception {
        List<GroundingSample> samples =
                samples(
                        i ->
                                new GroundingSample(
                                        image,
                                        "the dog",
                                        List.of(new PhraseBox(0, 7, BOX)),
                                        List.of(),
                                        64,
                                        64,
                                        null));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.GROUNDING, r -> found(SAMPLES, 7), samples, done -> {});
        assertCounted(report, "expressions 5", 1);
        Report whole =
                SampleQuestions.ask(
                        TaskEvaluators.GROUNDING, r -> found(SAMPLES, 0), samples, done -> {});
        assertThat(whole.rows()).hasSize(1);
    }

    @Test
    void questions() throws Exception {
        List<AnswerSample> samples =
                samples(
                        i ->
                                new AnswerSample(
                                        image,
                                        i == LONG ? "is it long?" : "is it?",
                                        List.of(),
                                        i == LONG ? "no" : "yes",
                                        null,
                                        List.of(),
                                        64,
                                        64,
                                        "check"));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.ANSWERS,
                        request -> {
                            refuse(request.question().contains("long"), request.truncate());
                            return new AnswerResult(List.of(new AnswerResult.Answer("yes", -1)));
                        },
                        samples,
                        done -> {});
        assertThat(report.value()).isEqualTo(0.8);
        assertCounted(report, "questions 5", 0);
    }

    @Test
    void choices() throws Exception {
        Sentence brief = Sentence.parse("why is [0] here?");
        Sentence wide = Sentence.parse("why is [0] here for so long?");
        List<ChoiceSample> samples =
                samples(
                        i ->
                                new ChoiceSample(
                                        image,
                                        TWO,
                                        List.of(i == LONG ? wide : brief),
                                        List.of(brief, brief),
                                        0,
                                        ChoiceSample.Asks.ANSWER,
                                        "q" + i,
                                        64,
                                        64,
                                        null));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.CHOICES,
                        request -> {
                            refuse(request.context().contains(wide), request.truncate());
                            return new ChoiceResult(List.of(1.0, 0.0), List.of(1.0, 0.0));
                        },
                        samples,
                        done -> {});
        assertCounted(report, "questions 5", 1);
    }

    @Test
    void relations() throws Exception {
        List<NamedBox> wide = List.of(TWO.get(0), new NamedBox("long table", BOX));
        List<RelationSample> samples =
                samples(
                        i ->
                                new RelationSample(
                                        image,
                                        i == LONG ? wide : TWO,
                                        List.of(new RelationSample.Triple(0, 1, "on")),
                                        List.of(),
                                        64,
                                        64));
        Report report =
                SampleQuestions.ask(
                        TaskEvaluators.RELATIONS,
                        request -> {
                            refuse(request.objects().equals(wide), request.truncate());
                            return new RelationResult(
                                    List.of("on"),
                                    request.pairs().stream()
                                            .map(
                                                    pair ->
                                                            new RelationResult.PairScores(
                                                                    pair, -1, List.of(-1.0)))
                                            .toList());
                        },
                        samples,
                        done -> {});
        assertCounted(report, "images 5", 1);
    }

    @Test
    void otherFailuresEndTheEvaluation() {
        AnswerSample sample =
                new AnswerSample(image, "is it?", List.of(), "yes", null, List.of(), 64, 64, null);
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(
                        () ->
                                SampleQuestions.ask(
                                        TaskEvaluators.ANSWERS,
                                        request -> {
                                            throw new TranslateException("broken");
                                        },
                                        List.of(sample),
                                        done -> {}))
                .withMessage("broken");
    }
}
