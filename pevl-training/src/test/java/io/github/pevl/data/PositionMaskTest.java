package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlVocabulary;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PositionMaskTest {

    private static final PevlVocabulary WORDS = SceneModel.vocabulary();
    private static final int TRIES = 20_000;

    /** Two boxes, at places 2..5 and 8..11. */
    private static final long[] TWO_BOXES = {
        WORDS.classId(),
        WORDS.boxBeginId(),
        WORDS.positionId(1),
        WORDS.positionId(2),
        WORDS.positionId(3),
        WORDS.positionId(511),
        WORDS.boxEndId(),
        WORDS.boxBeginId(),
        WORDS.positionId(0),
        WORDS.positionId(0),
        WORDS.positionId(4),
        WORDS.positionId(5),
        WORDS.boxEndId()
    };

    @Test
    void hidesWholeBoxes() {
        List<Integer> hidden = new PositionMask(1).draw(TWO_BOXES, WORDS, new SplittableRandom(1));
        assertThat(hidden).containsExactly(2, 3, 4, 5, 8, 9, 10, 11);
    }

    @Test
    void hidesOneToFourOfEachBoxEquallyOften() {
        SplittableRandom random = new SplittableRandom(2);
        int[] numbers = new int[5];
        int[] places = new int[TWO_BOXES.length];
        for (int i = 0; i < TRIES; i++) {
            List<Integer> hidden = new PositionMask(0).draw(TWO_BOXES, WORDS, random);
            numbers[(int) hidden.stream().filter(place -> place < 7).count()]++;
            hidden.forEach(place -> places[place]++);
        }
        assertThat(numbers[0]).isZero();
        for (int n = 1; n <= 4; n++) {
            assertThat(numbers[n] / (double) TRIES).isCloseTo(0.25, within(0.02));
        }
        for (int place : new int[] {2, 3, 4, 5, 8, 9, 10, 11}) {
            assertThat(places[place] / (double) TRIES).isCloseTo(0.625, within(0.02));
        }
        assertThat(places[1] + places[6] + places[7] + places[12]).isZero();
    }
}
