package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTokensTest {

    private static final BoxBins BINS = new BoxBins(1, 20, 300, 511);
    private static final String WORDS = "@@ [pos_1] [pos_20] [pos_300] [pos_511] ##";

    @Test
    void aBoxIsSixWords() {
        assertThat(PositionTokens.words(BINS)).isEqualTo(WORDS);
        assertThat(PositionTokens.parse(WORDS)).isEqualTo(BINS);
        assertThat(PositionTokens.parse(PositionTokens.wordsAsPublished(BINS))).isEqualTo(BINS);
        assertThat(PositionTokens.maskedWords()).isEqualTo("@@ [MASK] [MASK] [MASK] [MASK] ##");
    }

    @Test
    void stepsAreReadBack() {
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            BoxBins bins = new BoxBins(0, 0, bin, bin);
            Box box = PositionTokens.decode(bins, 640, 333).toBox();
            BoxBins again = PositionTokens.encodeVisible(box, 640, 333).orElseThrow();
            // 1/333 is not a binary fraction: the lower end of a step may fall just below it.
            assertThat(again.x2()).isEqualTo(bin);
            assertThat(again.y2()).isBetween(bin - 1, bin);
        }
    }

    @Test
    void aBoxOverTheEdgeIsCut() {
        Box over = new Box(-9, -0.5, 120, 60);
        BoxBins all = new BoxBins(0, 0, 511, 511);
        assertThat(PositionTokens.encodeVisible(over, 100, 50)).contains(all);
        assertThat(PositionTokens.encodeClamped(over, 100, 50)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, 110, 9, 511, 0, 511, 92",
        "0, 50, 9, 60, 0, 511, 46, 511",
        "-20, 0, -10, 9, 0, 0, 0, 92",
        "0, -20, 9, -10, 0, 0, 46, 0"
    })
    void aBoxOutsideIsSkippedOrClamped(
            double x1, double y1, double x2, double y2, int a, int b, int c, int d) {
        Box box = new Box(x1, y1, x2, y2);
        assertThat(PositionTokens.encodeVisible(box, 100, 50)).isEmpty();
        assertThat(PositionTokens.encodeClamped(box, 100, 50)).isEqualTo(new BoxBins(a, b, c, d));
    }

    /** float32(213.5) * float32(512 / 427) is 255.99998, though 213.5 * 512 / 427 is 256. */
    @Test
    void datasetsRoundToFloat32() {
        Box box = new Box(213.5, 0, 427, 640);
        assertThat(PositionTokens.encode(box, 427, 640)).isEqualTo(new BoxBins(255, 0, 511, 511));
        assertThat(PositionTokens.encodeVisible(box, 427, 640))
                .contains(new BoxBins(256, 0, 511, 511));
    }

    @Test
    void cornersBeyondTheEdgeMoveToTheNearestToken() {
        Box far = new Box(-1e300, -3, 1e300, 51);
        assertThat(PositionTokens.encode(far, 100, 50)).isEqualTo(new BoxBins(0, 0, 511, 511));
        Box beside = new Box(100, -9, 120, -7);
        assertThat(PositionTokens.encode(beside, 100, 50)).isEqualTo(new BoxBins(511, 0, 511, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionTokens.encode(beside, 100, 0))
                .withMessageContaining("100 x 0");
    }

    @Test
    void invertedAnswersAreDecoded() {
        assertThat(PositionTokens.decode(new BoxBins(256, 0, 128, 511), 512, 512))
                .isEqualTo(new PixelArea(256, 0, -127, 512));
    }

    @Test
    void whatIsNotABoxIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionTokens.parse("@@ [pos_1] [pos_2] ##"))
                .withMessageContaining("\"@@ [pos_1] [pos_2] ##\"")
                .withMessageContaining("0 to 511");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionTokens.parse("@@ [pos_1] [pos_2] [pos_3] [pos_512] ##"))
                .withMessageContaining("Position 512");
        assertThatIllegalArgumentException().isThrownBy(() -> PositionTokens.word(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionTokens.decode(BINS, 0, 5))
                .withMessageContaining("0 x 5");
    }

    @Test
    void unfinishedBoxesAreTakenOff() {
        assertThat(PositionTokens.withoutUnfinishedBox("dog " + WORDS)).isEqualTo("dog " + WORDS);
        assertThat(PositionTokens.withoutUnfinishedBox("dog @@ [pos_1]")).isEqualTo("dog");
        assertThat(PositionTokens.withoutUnfinishedBox("dog  @@ [MASK] [MASK] [MASK] [MASK]"))
                .isEqualTo("dog");
        assertThat(PositionTokens.withoutUnfinishedBox("a " + WORDS + " dog @@"))
                .isEqualTo("a " + WORDS + " dog");
        assertThat(PositionTokens.withoutUnfinishedBox("@@ dog")).isEqualTo("@@ dog");
    }
}
