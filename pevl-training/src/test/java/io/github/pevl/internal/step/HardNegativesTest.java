package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HardNegativesTest {

    private static final int DRAWS = 10_000;

    @Test
    void drawsAsLikelyAsPartnersAreMistaken() {
        double[][] images = {{0, 0.3, 0.1}, {0.5, 0, 0}, {0.2, 0.2, 0}};
        double[][] texts = {{0, 0, 1}, {0.1, 0, 0.4}, {0.3, 0.6, 0}};
        assertThat(share(images, texts, true, 0, 1)).isCloseTo(0.75, within(0.03));
        assertThat(share(images, texts, true, 1, 0)).isEqualTo(1);
        assertThat(share(images, texts, true, 2, 1)).isCloseTo(0.5, within(0.03));
        assertThat(share(images, texts, false, 0, 2)).isEqualTo(1);
        assertThat(share(images, texts, false, 1, 2)).isCloseTo(0.8, within(0.03));
        assertThat(share(images, texts, false, 2, 0)).isCloseTo(1 / 3.0, within(0.03));
    }

    @Test
    void whereTheOthersVanishedTheyAreDrawnAlike() {
        double[][] none = new double[3][3];
        assertThat(share(none, none, true, 1, 0)).isCloseTo(0.5, within(0.03));
        assertThat(share(none, none, true, 1, 1)).isZero();
        assertThat(share(none, none, false, 2, 1)).isCloseTo(0.5, within(0.03));
    }

    /** How often {@code other} is drawn for {@code own}. */
    private static double share(
            double[][] images, double[][] texts, boolean image, int own, int other) {
        SplittableRandom random = new SplittableRandom(5);
        int hits = 0;
        for (int i = 0; i < DRAWS; i++) {
            Negatives.Choice choice = new HardNegatives().choose(images, texts, random);
            hits += (image ? choice.images() : choice.texts())[own] == other ? 1 : 0;
        }
        return hits / (double) DRAWS;
    }
}
