package io.github.pevl.internal.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.data.Augmentation;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.image.RgbImage;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int DRAWS = 2_000;
    private static final Augmentation CROPS =
            new Augmentation(0, List.of(400, 500, 600), 384, 1333, 0, false);

    private static GroundingSample sample(Box... kept) {
        return new GroundingSample(
                Path.of("a.png"),
                "a dog",
                List.of(new PhraseBox(0, 5, kept[0])),
                List.of(kept),
                WIDTH,
                HEIGHT,
                null);
    }

    private static List<CropTransform> draw(Augmentation augmentation, GroundingSample sample) {
        SplittableRandom random = new SplittableRandom(8);
        List<CropTransform> views = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            views.add(augmentation.draw(WIDTH, HEIGHT, List.of(sample), random));
        }
        return views;
    }

    @Test
    void partsKeepTheBoxesThatMustStay() {
        Box corner = new Box(0, 0, 90, 80);
        Box centre = new Box(200, 100, 300, 200);
        Set<Integer> sides = new TreeSet<>();
        int cut = 0;
        for (CropTransform view : draw(CROPS, sample(corner, centre))) {
            assertThat(view.left()).isZero();
            assertThat(view.top()).isZero();
            sides.add(view.fullHeight());
            cut += view.width() < view.fullWidth() ? 1 : 0;
            double scale = (double) view.fullWidth() / WIDTH;
            assertThat(view.width()).isGreaterThanOrEqualTo((int) (300 * scale));
        }
        assertThat(sides).contains(400, 500, 600);
        assertThat(cut).as("parts that are cut out").isGreaterThan(DRAWS / 10);
    }

    @Test
    void partsHaveTheirSizesAndPlaces() {
        Set<Integer> lefts = new TreeSet<>();
        for (CropTransform view : draw(CROPS, sample(new Box(300, 200, 310, 210)))) {
            assertThat(view.width()).isBetween(384, view.fullWidth());
            assertThat(view.height()).isBetween(384, view.fullHeight());
            lefts.add(view.left());
        }
        assertThat(lefts).hasSizeGreaterThan(100);
        Augmentation small = new Augmentation(0, List.of(100), 60, 80, 0, false);
        for (CropTransform view : draw(small, sample(new Box(300, 200, 310, 210)))) {
            assertThat(view.fullHeight()).isEqualTo(100);
            assertThat(view.fullWidth()).isEqualTo(133);
            assertThat(view.width()).isBetween(60, 80);
            assertThat(view.height()).isBetween(60, 80);
        }
    }

    /** No part of at most 300 pixels holds this one. */
    @Test
    void anImageStaysWholeIfNoPartKeepsItsBoxes() {
        Augmentation narrow = new Augmentation(0, List.of(400), 200, 300, 0, false);
        assertThat(draw(narrow, sample(new Box(0, 0, WIDTH, HEIGHT))))
                .containsOnly(CropTransform.whole(WIDTH, HEIGHT));
    }

    /** What lies beyond the image cannot be kept, and need not be. */
    @Test
    void aBoxBeyondTheImageIsKeptAsFarAsItCanBe() {
        Box beyond = new Box(-50, -10, 100, 100);
        CropTransform view = new CropTransform(WIDTH, HEIGHT, 0, 0, 400, 400, false);
        assertThat(view.keeps(beyond, WIDTH, HEIGHT)).isTrue();
        assertThat(
                        new CropTransform(WIDTH, HEIGHT, 1, 0, 400, 400, false)
                                .keeps(beyond, WIDTH, HEIGHT))
                .isFalse();
    }

    @Test
    void sharesOfPlainAndMirroredImages() {
        Augmentation published = Augmentation.GROUNDING;
        List<CropTransform> views = draw(published, sample(new Box(300, 200, 310, 210)));
        double plain = views.stream().filter(v -> v.fullHeight() == HEIGHT).count();
        double mirrored = views.stream().filter(CropTransform::mirrored).count();
        assertThat(plain / DRAWS).isCloseTo(published.plainShare(), within(0.04));
        assertThat(mirrored / DRAWS).isCloseTo(published.flip(), within(0.05));
    }

    /** An image of which each pixel says where it was: boxes must follow their pixels. */
    @Test
    void boxesFollowTheirPixels() {
        Box box = new Box(256, 192, 384, 288);
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int y = 192; y < 288; y++) {
            for (int x = 256; x < 384; x++) {
                pixels[3 * (y * WIDTH + x)] = (byte) 255;
            }
        }
        RgbImage image = new RgbImage(WIDTH, HEIGHT, pixels);
        GroundingSample sample = sample(box);
        Augmentation mirrors = new Augmentation(0.2, List.of(400, 500), 300, 450, 0.5, false);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20; i++) {
            CropTransform view = mirrors.draw(WIDTH, HEIGHT, List.of(sample), random);
            RgbImage seen = mirrors.apply(image, view, 512, random);
            BoxBins bins = view.visibleBins(box, WIDTH, HEIGHT).orElseThrow();
            assertEdges(seen, bins);
        }
    }

    private static void assertEdges(RgbImage seen, BoxBins bins) {
        int left = 511;
        int right = 0;
        int top = 511;
        int bottom = 0;
        for (int i = 0; i < 512 * 512; i++) {
            if ((seen.pixels()[3 * i] & 0xff) > 127) {
                left = Math.min(left, i % 512);
                right = Math.max(right, i % 512);
                top = Math.min(top, i / 512);
                bottom = Math.max(bottom, i / 512);
            }
        }
        assertThat(bins.x1()).isCloseTo(left, within(1));
        assertThat(bins.y1()).isCloseTo(top, within(1));
        assertThat(bins.x2()).isCloseTo(right + 1, within(1));
        assertThat(bins.y2()).isCloseTo(bottom + 1, within(1));
    }

    @Test
    void boxesOutOfViewAreSkippedOrClamped() {
        CropTransform view = new CropTransform(WIDTH, HEIGHT, 320, 0, 320, 480, false);
        Box left = new Box(10, 10, 319.9, 100);
        assertThat(view.visibleBins(left, WIDTH, HEIGHT)).isEmpty();
        assertThat(view.clampedBins(left, WIDTH, HEIGHT)).isEqualTo(new BoxBins(0, 10, 0, 106));
        Box half = new Box(240, 120, 480, 240);
        assertThat(view.visibleBins(half, WIDTH, HEIGHT)).contains(new BoxBins(0, 128, 256, 256));
        assertThat(view.mirror().visibleBins(half, WIDTH, HEIGHT))
                .contains(new BoxBins(256, 128, 511, 256));
    }

    /** A file of another size than annotated: boxes are scaled. */
    @Test
    void anImageMayBeSmallerThanAnnotated() {
        CropTransform view = CropTransform.whole(WIDTH / 2, HEIGHT / 2);
        assertThat(view.visibleBins(new Box(320, 240, 480, 360), WIDTH, HEIGHT))
                .contains(new BoxBins(256, 256, 384, 384));
    }

    @Test
    void nothingIsDoneUnlessAsked() {
        byte[] pixels = new byte[30 * 20 * 3];
        new SplittableRandom(1).nextBytes(pixels);
        RgbImage image = new RgbImage(30, 20, pixels);
        SplittableRandom random = new SplittableRandom(1);
        CropTransform view = Augmentation.NONE.draw(30, 20, List.of(), random);
        assertThat(view).isEqualTo(CropTransform.whole(30, 20));
        assertThat(Augmentation.NONE.apply(image, view, 16, random).pixels())
                .isEqualTo(image.resize(16, 16, Filter.BILINEAR).pixels());
    }

    @Test
    void coloursAreStretchedBetweenTheirLeastAndGreatest() {
        byte[] pixels = {50, 0, 9, 100, 0, 9, (byte) 150, 0, 9};
        RgbImage image = new RgbImage(3, 1, pixels);
        assertThat(ColorChange.AUTO_CONTRAST.apply(image, 0).pixels())
                .containsExactly(0, 0, 9, 127, 0, 9, -1, 0, 9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|400|1|2|0|plainShare is -1.0",
                "0.5|0|1|2|0|sides are [0]",
                "0.5|400|0|2|0|Crops of 0 to 2",
                "0.5|400|3|2|0|Crops of 3 to 2",
                "0.5|400|1|2|1.5|flip is 1.5"
            })
    void numbersAreChecked(
            double plain, int side, int least, int most, double flip, String problem) {
        assertThatThrownBy(() -> new Augmentation(plain, List.of(side), least, most, flip, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }
}
