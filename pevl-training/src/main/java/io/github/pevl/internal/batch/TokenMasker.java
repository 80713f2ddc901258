package io.github.pevl.internal.batch;

import io.github.pevl.data.Masking;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Masks tokens of one text, as a {@link Masking} says. */
final class TokenMasker {

    private static final double MASK_BELOW = 0.8;
    private static final double RANDOM_BELOW = 0.9;

    private final Masking masking;
    private final PevlVocabulary vocabulary;
    private final SplittableRandom random;
    private final long[] ids;
    private final int[] maskPositions;
    private int count;

    /**
     * Prepares to mask a text.
     *
     * @param ids of the text; masked ones are replaced
     */
    TokenMasker(Masking masking, long[] ids, PevlVocabulary vocabulary, SplittableRandom random) {
        this.masking = masking;
        this.vocabulary = vocabulary;
        this.random = random;
        this.ids = ids;
        maskPositions = new int[ids.length];
    }

    /** Masks tokens and returns their indices, ascending. */
    int[] mask() {
        int next = 0;
        while (next < ids.length) {
            int end = endOfBox(next);
            if (end > next) {
                maskBox(next, end);
                next = end;
            } else {
                if (ids[next] != vocabulary.padId() && ids[next] != vocabulary.classId()) {
                    maskLikeWord(next);
                }
                next++;
            }
        }
        return Arrays.copyOf(maskPositions, count);
    }

    /** The index after the position tokens that start here, at most those of one box. */
    private int endOfBox(int start) {
        int end = start;
        while (end < ids.length
                && end < start + PositionTokens.PER_BOX
                && vocabulary.isPosition(ids[end])) {
            end++;
        }
        return end;
    }

    private void maskBox(int start, int end) {
        int size = end - start;
        switch (masking.boxes()) {
            case NONE, UNWRITTEN, ASKED -> {} // ASKED is resolved for each sample
            case ALL -> maskSome(start, end, size);
            case SOME -> maskSome(start, end, drawsWholeBox() ? size : 1 + random.nextInt(size));
            case LIKE_WORDS -> {
                if (drawsWholeBox()) {
                    maskSome(start, end, size);
                } else {
                    for (int index = start; index < end; index++) {
                        maskLikeWord(index);
                    }
                }
            }
        }
    }

    private boolean drawsWholeBox() {
        return random.nextDouble() < masking.wholeShare();
    }

    /** Masks some of the tokens; each subset of this size is equally likely. */
    private void maskSome(int start, int end, int number) {
        int left = number;
        for (int index = start; index < end; index++) {
            if (random.nextInt(end - index) < left) {
                left--;
                mask(index, vocabulary.maskId());
            }
        }
    }

    private void maskLikeWord(int index) {
        if (random.nextDouble() < masking.words()) {
            double draw = random.nextDouble();
            long replacement = draw < RANDOM_BELOW ? random.nextInt(vocabulary.size()) : ids[index];
            mask(index, draw < MASK_BELOW ? vocabulary.maskId() : replacement);
        }
    }

    private void mask(int index, long id) {
        maskPositions[count++] = index;
        ids[index] = id;
    }
}
