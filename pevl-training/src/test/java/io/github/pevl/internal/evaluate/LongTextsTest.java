package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.Sample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.TextTooLongException;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
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
    private static AnnotatedImage image;

    @BeforeAll
    static void draw() throws IOException {
        image = new AnnotatedImage(BlankImage.write(folder), 64, 64);
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

    /** Samples of which one has a long text. */
    private static <S> List<S> samples(IntFunction<S> sample) {
        List<S> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(sample.apply(i));
        }
        return samples;
    }

    private static <Q, A, S extends Sample> Report ask(
            TaskEvaluator<Q, A, S> evaluator, SampleQuestions.Model<Q, A> model, List<S> samples)
            throws Exception {
        return SampleQuestions.ask(evaluator, model, samples, done -> {});
    }

    @Test
    void phrases() throws Exception {
        Report report =
                ask(
                        TaskEvaluators.PHRASES,
                        request -> {
                            refuse(request.caption().contains("long"), request.truncate());
                            return found(request.phrases().size(), 0);
                        },
                        samples(
                                i ->
                                        image.caption(
                                                i == LONG ? "a long dog" : "the dog",
                                                new PhraseBox(0, 5, BOX),
                                                new PhraseBox(0, 7, BOX))));
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
                samples(i -> image.caption("the dog", new PhraseBox(0, 7, BOX)));
        Report report = ask(TaskEvaluators.GROUNDING, r -> found(SAMPLES, 7), samples);
        assertCounted(report, "expressions 5", 1);
        Report whole = ask(TaskEvaluators.GROUNDING, r -> found(SAMPLES, 0), samples);
        assertThat(whole.rows()).hasSize(1);
    }

    @Test
    void questions() throws Exception {
        Report report =
                ask(
                        TaskEvaluators.ANSWERS,
                        request -> {
                            refuse(request.question().contains("long"), request.truncate());
                            return AnnotatedImage.YES;
                        },
                        samples(
                                i ->
                                        i == LONG
                                                ? image.question("is it long?", "no", "check")
                                                : image.question("is it?", "yes", "check")));
        assertThat(report.value()).isEqualTo(0.8);
        assertCounted(report, "questions 5", 0);
    }

    @Test
    void choices() throws Exception {
        Sentence brief = Sentence.parse("why is [0] here?");
        Sentence wide = Sentence.parse("why is [0] here for so long?");
        Report report =
                ask(
                        TaskEvaluators.CHOICES,
                        request -> {
                            refuse(request.context().contains(wide), request.truncate());
                            return AnnotatedImage.FIRST;
                        },
                        samples(i -> image.choice(TWO, i == LONG ? wide : brief, brief, "q" + i)));
        assertCounted(report, "questions 5", 1);
    }

    @Test
    void relations() throws Exception {
        List<NamedBox> wide = List.of(TWO.get(0), new NamedBox("long table", BOX));
        Report report =
                ask(
                        TaskEvaluators.RELATIONS,
                        request -> {
                            refuse(request.objects().equals(wide), request.truncate());
                            return AnnotatedImage.on(request);
                        },
                        samples(i -> image.relation(i == LONG ? wide : TWO)));
        assertCounted(report, "images 5", 1);
    }

    @Test
    void otherFailuresEndTheEvaluation() {
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(
                        () ->
                                ask(
                                        TaskEvaluators.ANSWERS,
                                        request -> {
                                            throw new TranslateException("broken");
                                        },
                                        List.of(image.question("is it?", "yes", null))))
                .withMessage("broken");
    }
}
