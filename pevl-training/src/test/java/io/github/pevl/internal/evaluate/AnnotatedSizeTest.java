package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.RelationSample;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.image.RgbImage;
import io.github.pevl.metric.Report;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;
import io.github.pevl.text.PositionTokens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations take boxes in the annotated size, whatever size the image's file has. */
class AnnotatedSizeTest {

    private static final int DRAWN = 40;

    @TempDir Path temp;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Image> asked = new ArrayList<>();

    /** An image file and an annotated size that differ. */
    private record Sized(Path file, int fileWidth, int fileHeight, int width, int height) {

        Box box(SplittableRandom random) {
            double x = random.nextDouble(0, width * 0.7);
            double y = random.nextDouble(0, height * 0.7);
            return new Box(x, y, x + width * 0.3, y + height * 0.3);
        }
    }

    private Sized draw() throws IOException {
        int fileWidth = random.nextInt(5, 60);
        int fileHeight = random.nextInt(5, 60);
        Path file = temp.resolve(fileWidth + "x" + fileHeight + ".png");
        ImageIO.write(
                new BufferedImage(fileWidth, fileHeight, BufferedImage.TYPE_INT_RGB),
                "png",
                file.toFile());
        boolean turned = random.nextInt(4) == 0;
        int width = turned ? fileHeight : random.nextInt(100, 1300);
        int height = turned ? fileWidth : random.nextInt(100, 1300);
        return new Sized(file, fileWidth, fileHeight, width, height);
    }

    private void assertAsked(Sized sized) {
        Image image = asked.get(asked.size() - 1);
        assertThat(List.of(image.getWidth(), image.getHeight()))
                .containsExactly(sized.width(), sized.height());
        RgbImage pixels = RgbImage.of(image);
        assertThat(List.of(pixels.width(), pixels.height()))
                .containsExactly(sized.fileWidth(), sized.fileHeight());
    }

    /** The right positions of a box, as the network would give them for an image of any size. */
    private static GroundedBox right(Box box, Sized sized, Image image) {
        BoxBins bins = PositionTokens.encodeClamped(box, sized.width(), sized.height());
        PixelArea area = PositionTokens.decode(bins, image.getWidth(), image.getHeight());
        return new GroundedBox(bins, area, 1);
    }

    @Test
    void expressionsAndPhrasesAreComparedInTheAnnotatedSize() throws Exception {
        for (int i = 0; i < DRAWN; i++) {
            Sized sized = draw();
            Box box = sized.box(random);
            GroundingSample sample =
                    new GroundingSample(
                            sized.file(),
                            "a dog",
                            List.of(new PhraseBox(0, 5, box)),
                            List.of(),
                            sized.width(),
                            sized.height(),
                            null);
            Report grounding =
                    SampleQuestions.ask(
                            TaskEvaluators.GROUNDING,
                            request -> found(request.image(), sized, box),
                            List.of(sample),
                            done -> {});
            assertAsked(sized);
            assertThat(grounding.overall().measures().get("mean IoU")).isGreaterThan(0.5);
            Report phrases =
                    SampleQuestions.ask(
                            TaskEvaluators.PHRASES,
                            request -> found(request.image(), sized, box),
                            List.of(sample),
                            done -> {});
            assertAsked(sized);
            assertThat(phrases.value()).isEqualTo(1);
        }
    }

    @Test
    void trainingWritesBoxesOfTheAnnotatedSizeToo() {
        for (int i = 0; i < DRAWN; i++) {
            int width = random.nextInt(50, 700);
            int height = random.nextInt(50, 700);
            Box box = new Sized(temp, 0, 0, 2 * width, 2 * height).box(random);
            GroundingSample sample =
                    new GroundingSample(
                            temp,
                            "a dog",
                            List.of(new PhraseBox(0, 5, box)),
                            List.of(),
                            2 * width,
                            2 * height,
                            null);
            assertThat(sample.write(CropTransform.whole(width, height), random))
                    .isEqualTo(sample.write(CropTransform.whole(2 * width, 2 * height), random));
        }
    }

    private GroundingResult found(Image image, Sized sized, Box box) {
        asked.add(image);
        GroundedBox found = right(box, sized, image);
        return new GroundingResult(
                image.getWidth(),
                image.getHeight(),
                List.of(new GroundingResult.Grounding("a dog", List.of(found), 0)));
    }

    @Test
    void samplesOfOneImageInTwoSizesAreAskedApart() throws Exception {
        Sized sized = draw();
        List<GroundingSample> samples = new ArrayList<>();
        for (int factor = 1; factor <= 2; factor++) {
            samples.add(
                    new GroundingSample(
                            sized.file(),
                            "a dog",
                            List.of(new PhraseBox(0, 5, new Box(0, 0, 9, 9))),
                            List.of(),
                            sized.width() * factor,
                            sized.height() * factor,
                            null));
        }
        SampleQuestions.ask(
                TaskEvaluators.GROUNDING,
                request -> found(request.image(), sized, new Box(0, 0, 9, 9)),
                samples,
                done -> {});
        assertThat(asked)
                .extracting(Image::getWidth)
                .containsExactly(sized.width(), 2 * sized.width());
    }

    /**
     * Boxes that are given lie in the annotated size: in that of the file they would be refused.
     */
    @Test
    void givenBoxesAreThoseOfTheAnnotatedSize() throws Exception {
        for (int i = 0; i < DRAWN; i++) {
            Sized sized = draw();
            List<NamedBox> objects =
                    List.of(
                            new NamedBox("dog", sized.box(random)),
                            new NamedBox("cat", sized.box(random)));
            relations(sized, objects);
            assertAsked(sized);
            choices(sized, objects);
            assertAsked(sized);
            answers(sized, objects.get(0).box());
            assertAsked(sized);
        }
    }

    private void relations(Sized sized, List<NamedBox> objects) throws Exception {
        RelationSample sample =
                new RelationSample(
                        sized.file(),
                        objects,
                        List.of(new RelationSample.Triple(0, 1, "on")),
                        List.of(),
                        sized.width(),
                        sized.height());
        SampleQuestions.ask(
                TaskEvaluators.RELATIONS,
                request -> {
                    asked.add(request.image());
                    assertThat(request.objects()).isEqualTo(objects);
                    return new RelationResult(
                            List.of("on"),
                            request.pairs().stream()
                                    .map(
                                            pair ->
                                                    new RelationResult.PairScores(
                                                            pair, -1, List.of(-1.0)))
                                    .toList());
                },
                List.of(sample),
                done -> {});
    }

    private void choices(Sized sized, List<NamedBox> objects) throws Exception {
        Sentence sentence = Sentence.parse("why is [0] near [1]?");
        ChoiceSample sample =
                new ChoiceSample(
                        sized.file(),
                        objects,
                        List.of(sentence),
                        List.of(sentence, sentence),
                        0,
                        ChoiceSample.Asks.ANSWER,
                        "a",
                        sized.width(),
                        sized.height(),
                        null);
        SampleQuestions.ask(
                TaskEvaluators.CHOICES,
                request -> {
                    asked.add(request.image());
                    return new ChoiceResult(List.of(1.0, 0.0), List.of(1.0, 0.0));
                },
                List.of(sample),
                done -> {});
    }

    private void answers(Sized sized, Box box) throws Exception {
        AnswerSample sample =
                new AnswerSample(
                        sized.file(),
                        "is it a dog?",
                        List.of(new PhraseBox(8, 11, box)),
                        "yes",
                        null,
                        List.of(),
                        sized.width(),
                        sized.height(),
                        null);
        SampleQuestions.ask(
                TaskEvaluators.ANSWERS,
                request -> {
                    asked.add(request.image());
                    assertThat(request.mentions().get(0).box()).isEqualTo(box);
                    return new AnswerResult(List.of(new AnswerResult.Answer("yes", -1)));
                },
                List.of(sample),
                done -> {});
    }
}
