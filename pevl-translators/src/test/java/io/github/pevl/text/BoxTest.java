package io.github.pevl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxTest {

    @Test
    void sizeIsMeasuredBetweenEdges() {
        Box box = Box.ofXywh(10, 20, 30, 40);
        assertThat(box).isEqualTo(new Box(10, 20, 40, 60));
        assertThat(box.width()).isEqualTo(30);
        assertThat(box.height()).isEqualTo(40);
    }

    @Test
    void cornersOutOfOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Box(5, 0, 4, 9))
                .withMessageContaining("(5.0, 0.0, 4.0, 9.0)")
                .withMessageContaining("x1 <= x2")
                .withMessageContaining("Box.ofXywh");
        assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, 9, 1, 8));
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Box(Double.NaN, 0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Box(0, 0, Double.POSITIVE_INFINITY, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Box.ofXywh(0, 0, Double.NaN, 1));
    }

    @Test
    void negativeSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Box.ofXywh(1, 2, -3, 4))
                .withMessageContaining("-3.0 x 4.0");
    }

    @Test
    void overlapCountsEdgePixels() {
        PixelArea area = PixelArea.of(new Box(0, 0, 9, 9));
        assertThat(area).isEqualTo(new PixelArea(0, 0, 10, 10));
        assertThat(area.iou(area)).isEqualTo(1);
        assertThat(area.iou(new PixelArea(5, 0, 10, 10))).isEqualTo(1 / 3.0, within(1e-15));
        assertThat(area.iou(new PixelArea(9, 0, 10, 10))).as("one shared column").isZero();
    }

    @Test
    void invertedAreasOverlapWithNothingAndCanBeDrawn() {
        PixelArea inverted = PixelArea.ofCorners(30, 40, 10, 20);
        assertThat(inverted).isEqualTo(new PixelArea(30, 40, -19, -19));
        assertThat(inverted.iou(inverted)).isZero();
        assertThat(inverted.iou(new PixelArea(0, 0, 100, 100))).isZero();
        assertThat(inverted.toBox()).isEqualTo(new Box(10, 20, 30, 40));
        assertThat(new PixelArea(0, 0, 0, 0).iou(new PixelArea(0, 0, 0, 0))).isZero();
    }
}
