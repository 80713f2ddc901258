package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.BoxReader.ScoredBox;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoxReaderTest {

    /** A slot whose positions have no probability but these: bin, then logarithm of its weight. */
    private static float[] slot(double... binsAndScores) {
        float[] scores = new float[PositionTokens.BINS];
        Arrays.fill(scores, -1000);
        for (int i = 0; i < binsAndScores.length; i += 2) {
            scores[(int) binsAndScores[i]] = (float) binsAndScores[i + 1];
        }
        return scores;
    }

    private static float[][] random(long seed) {
        Random random = new Random(seed);
        float[][] scores = new float[PositionTokens.PER_BOX][PositionTokens.BINS];
        for (float[] slot : scores) {
            for (int i = 0; i < slot.length; i++) {
                slot[i] = (float) (3 * random.nextGaussian());
            }
        }
        return scores;
    }

    private static int argmax(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    @Test
    void theFirstBoxIsTheBestPositionOfEachSlot() {
        for (long seed = 0; seed < 200; seed++) {
            float[][] scores = random(seed);
            for (int most : new int[] {1, 3, 50}) {
                assertThat(BoxReader.read(scores, most).get(0).bins())
                        .isEqualTo(
                                new BoxBins(
                                        argmax(scores[0]),
                                        argmax(scores[1]),
                                        argmax(scores[2]),
                                        argmax(scores[3])));
            }
        }
    }

    @Test
    void anInvertedAnswerStaysAnAnswer() {
        float[][] scores = {slot(400, 5), slot(300, 5), slot(100, 5, 450, 1), slot(200, 5, 500, 1)};
        List<ScoredBox> boxes = BoxReader.read(scores, 9);
        assertThat(boxes)
                .extracting(ScoredBox::bins)
                .startsWith(new BoxBins(400, 300, 100, 200), new BoxBins(400, 300, 450, 500));
    }

    @Test
    void equalScoresGiveTheFirstPosition() {
        float[] flat = new float[PositionTokens.BINS];
        assertThat(BoxReader.read(new float[][] {flat, flat, flat, flat}, 1).get(0).bins())
                .isEqualTo(new BoxBins(0, 0, 0, 0));
    }

    @Test
    void alternativesAreDistinctOrderedAndUpright() {
        for (long seed = 0; seed < 200; seed++) {
            List<ScoredBox> boxes = BoxReader.read(random(seed), 10);
            assertThat(boxes).hasSizeLessThanOrEqualTo(10);
            assertThat(boxes).extracting(ScoredBox::bins).doesNotHaveDuplicates();
            List<ScoredBox> others = boxes.subList(1, boxes.size());
            assertThat(others)
                    .allMatch(box -> box.bins().x1() < box.bins().x2())
                    .allMatch(box -> box.bins().y1() < box.bins().y2());
            assertThat(others)
                    .extracting(ScoredBox::probability)
                    .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        }
    }

    @Test
    void probabilityCountsWhatLiesWithinATenth() {
        double equal = 0;
        float[] near = slot(100, equal + 0.1, 151, equal, 152, equal);
        float[] sure = slot(200, 0);
        // 512 / 10 = 51: position 151 counts as 100, and 152 does not.
        double weight = Math.exp(0.1);
        double expected = (weight + 1) / (weight + 2);
        List<ScoredBox> boxes = BoxReader.read(new float[][] {near, near, sure, sure}, 9);
        assertThat(boxes.get(0).bins()).isEqualTo(new BoxBins(100, 100, 200, 200));
        assertThat(boxes.get(0).probability()).isCloseTo(expected * expected, within(1e-6));
        assertThat(boxes.get(1).bins().x1() + boxes.get(1).bins().y1()).isEqualTo(252);
    }
}
