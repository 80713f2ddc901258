package io.github.pevl.internal.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.text.Box;
import org.junit.jupiter.api.Test;

class FloatBoxTest {

    private static final FloatBox BOX = new FloatBox(10, 20, 40, 60);

    @Test
    void followsTheImage() {
        assertThat(BOX.resize(100, 80, 200, 40)).isEqualTo(new FloatBox(20, 10, 80, 30));
        assertThat(BOX.from(15, 5)).isEqualTo(new FloatBox(-5, 15, 25, 55));
        assertThat(BOX.from(15, 25).cut(20, 30)).isEqualTo(new FloatBox(0, 0, 20, 30));
        assertThat(BOX.mirror(100)).isEqualTo(new FloatBox(60, 20, 90, 60));
    }

    /** Every step is rounded: in doubles, 1/3 would stay and come back. */
    @Test
    void roundsAfterEveryStep() {
        assertThat(FloatBox.of(new Box(1 / 3.0, 0, 16_777_217, 1)))
                .isEqualTo(new FloatBox(0.33333334f, 0, 16_777_216, 1));
        assertThat(new FloatBox(0.1f, 0, 0.2f, 1).mirror(1000))
                .isEqualTo(new FloatBox(999.8f, 0, 999.9f, 1));
        assertThat(new FloatBox(213.5f, 0, 427, 1).resize(427, 1, 512, 1).x1())
                .isEqualTo(255.99998f);
    }
}
