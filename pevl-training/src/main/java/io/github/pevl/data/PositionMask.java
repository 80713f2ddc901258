package io.github.pevl.data;

import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chooses which position tokens of a text to hide (paper, section 3.2): of each box all four, or
 * one to four of them, each number equally likely.
 *
 * @param wholeShare share of boxes of which all four are hidden whatever the draw, 0 to 1
 */
record PositionMask(double wholeShare) {

    /** The places of the position tokens to hide, in order. */
    List<Integer> draw(long[] ids, PevlVocabulary vocabulary, SplittableRandom random) {
        List<Integer> hidden = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            if (vocabulary.isPosition(ids[i])) {
                drawBox(i, random, hidden);
                i += PositionTokens.PER_BOX - 1;
            }
        }
        return hidden;
    }

    private void drawBox(int first, SplittableRandom random, List<Integer> hidden) {
        int open =
                random.nextDouble() < wholeShare
                        ? PositionTokens.PER_BOX
                        : 1 + random.nextInt(PositionTokens.PER_BOX);
        for (int i = 0; i < PositionTokens.PER_BOX; i++) {
            int left = PositionTokens.PER_BOX - i;
            if (random.nextInt(left) < open) { // each subset of this size is equally likely
                hidden.add(first + i);
                open--;
            }
        }
    }
}
