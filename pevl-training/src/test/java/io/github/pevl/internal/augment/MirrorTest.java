package io.github.pevl.internal.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.internal.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorTest {

    @ParameterizedTest
    @CsvSource({
        "the cup left of the plate, the cup right of the plate",
        "right hand on the left, left hand on the right",
        "leftover bright righteous cleft, leftover bright righteous cleft",
        "man on left-most chair, man on right-most chair",
        "no side at all, no side at all"
    })
    void exchangesWholeWords(String text, String mirrored) {
        assertThat(Mirror.text(text)).isEqualTo(mirrored);
        assertThat(Mirror.text(mirrored)).isEqualTo(text);
    }

    @Test
    void mirrorsEveryRowOfAnImage() {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        RgbImage mirrored = Mirror.image(new RgbImage(2, 2, pixels));
        assertThat(mirrored.pixels()).containsExactly(4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9);
    }
}
