package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.image.RgbImage;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
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

    /** An image whose file has another size than its annotations say. */
    private record Sized(AnnotatedImage image, int fileWidth, int fileHeight) {

        int width() {
            return image.width();
        }

        int height() {
            return image.height();
        }

        Box box(SplittableRandom random) {
            return AnnotatedSizeTest.box(width(), height(), random);
        }
    }

    private static Box box(int width, int height, SplittableRandom random) {
        double x = random.nextDouble(0, width * 0.7);
        double y = random.nextDouble(0, height * 0.7);
        return new Box(x, y, x + width * 0.3, y + height * 0.3);
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
        return new Sized(new AnnotatedImage(file, width, height), fileWidth, fileHeight);
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
            GroundingSample sample = sized.image().caption("a dog", new PhraseBox(0, 5, box));
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
            PhraseBox dog = new PhraseBox(0, 5, box(2 * width, 2 * height, random));
            GroundingSample sample =
                    new AnnotatedImage(temp, 2 * width, 2 * height).caption("a dog", dog);
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
            AnnotatedImage larger =
                    new AnnotatedImage(
                            sized.image().file(), sized.width() * factor, sized.height() * factor);
            samples.add(larger.caption("a dog", new PhraseBox(0, 5, new Box(0, 0, 9, 9))));
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
            AnnotatedImage image = sized.image();
            SampleQuestions.ask(
                    TaskEvaluators.RELATIONS,
                    request -> {
                        asked.add(request.image());
                        assertThat(request.objects()).isEqualTo(objects);
                        return AnnotatedImage.on(request);
                    },
                    List.of(image.relation(objects)),
                    done -> {});
            assertAsked(sized);
            Sentence sentence = Sentence.parse("why is [0] near [1]?");
            SampleQuestions.ask(
                    TaskEvaluators.CHOICES,
                    request -> {
                        asked.add(request.image());
                        return AnnotatedImage.FIRST;
                    },
                    List.of(image.choice(objects, sentence, sentence, "a")),
                    done -> {});
            assertAsked(sized);
            Box box = objects.get(0).box();
            SampleQuestions.ask(
                    TaskEvaluators.ANSWERS,
                    request -> {
                        asked.add(request.image());
                        assertThat(request.mentions().get(0).box()).isEqualTo(box);
                        return AnnotatedImage.YES;
                    },
                    List.of(image.question("is it a dog?", "yes", null, new PhraseBox(8, 11, box))),
                    done -> {});
            assertAsked(sized);
        }
    }
}
