package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void everyRightAndEveryChosenPairStandsOnceWithItsImage() {
        Negatives.Choice choice =
                new Negatives.Choice(new int[] {2, 2, 0}, new int[] {1, 0, 1}); // by text, image
        Pairs pairs = Pairs.of(choice, 3);
        List<String> found = new ArrayList<>();
        int pair = 0;
        for (int image = 0; image < 3; image++) {
            for (int i = 0; i < pairs.perImage()[image]; i++, pair++) {
                found.add(image + "-" + pairs.texts()[pair] + " " + pairs.labels()[pair]);
            }
        }
        assertThat(pair).isEqualTo(pairs.texts().length).isEqualTo(pairs.labels().length);
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "0-0 1", "1-1 1", "2-2 1", // right
                        "2-0 0", "2-1 0", "0-2 0", // an image for each text
                        "0-1 0", "1-0 0", "2-1 0"); // a text for each image
    }

    @Test
    void refusesAChoiceThatIsNoWrongPartner() {
        int[] good = {1, 0};
        for (int[] bad : new int[][] {{0, 0}, {1, 2}, {1, -1}, {1}}) {
            assertThatThrownBy(() -> Pairs.of(new Negatives.Choice(bad, good), 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one of the others");
            assertThatThrownBy(() -> Pairs.of(new Negatives.Choice(good, bad), 2))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
