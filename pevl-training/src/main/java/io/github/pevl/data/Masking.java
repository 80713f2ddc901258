package io.github.pevl.data;

import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Which tokens of a text are hidden, to be filled by the network (paper, section 3.2). {@code
 * [PAD]} and {@code [CLS]} never are.
 *
 * @param words the chance of each token to be hidden, position tokens apart but the markers of
 *     boxes included, 0 to 1. Of the hidden ones 80 % become {@code [MASK]}, 10 % any token, and 10
 *     % stay
 * @param boxes how position tokens are hidden
 * @param wholeShare the share of boxes of which all four positions become {@code [MASK]} whatever
 *     is drawn, 0 to 1: where training begins easily or ends as the task asks. 0 as published;
 *     without effect on {@link Boxes#NONE} and {@link Boxes#ALL}
 */
public record Masking(double words, Boxes boxes, double wholeShare) {

    /** Nothing by itself: only what a task asks for, if it asks. */
    public static final Masking NOTHING = new Masking(0, Boxes.NONE, 0);

    private static final double TO_MASK = 0.8;
    private static final double TO_ANY = 0.9;

    /** How position tokens are hidden. */
    public enum Boxes {
        /** Not at all. */
        NONE,
        /** Each by the chance and in the manner of words. */
        LIKE_WORDS,
        /** One to four of each box, each number equally likely; they become {@code [MASK]}. */
        SOME,
        /** All; they become {@code [MASK]}. */
        ALL
    }

    /**
     * Checks the shares.
     *
     * @throws IllegalArgumentException if one is not from 0 to 1
     */
    public Masking {
        Objects.requireNonNull(boxes, "boxes");
        Augmentation.requireShare("words", words);
        Augmentation.requireShare("wholeShare", wholeShare);
    }

    /** The same with another share of boxes hidden whole. */
    public Masking withWholeShare(double share) {
        return new Masking(words, boxes, share);
    }

    /** Whether no token is ever hidden, so that only the open slots of a task are learnt. */
    public boolean hidesNothing() {
        return words == 0
                && (boxes == Boxes.NONE || (boxes == Boxes.LIKE_WORDS && wholeShare == 0));
    }

    /**
     * Hides tokens.
     *
     * @param ids of a text; hidden ones are replaced
     * @return the places of the hidden ones, in order
     */
    int[] hide(long[] ids, PevlVocabulary vocabulary, SplittableRandom random) {
        int[] places = new int[ids.length];
        int count = 0;
        int next = 0;
        while (next < ids.length) {
            int end = next + 1;
            if (vocabulary.isPosition(ids[next])) {
                while (end < ids.length
                        && end < next + PositionTokens.PER_BOX
                        && vocabulary.isPosition(ids[end])) {
                    end++;
                }
                count = hideBox(ids, next, end, vocabulary, random, places, count);
            } else if (isWord(ids[next], vocabulary) && random.nextDouble() < words) {
                places[count++] = next;
                ids[next] = cover(ids[next], vocabulary, random);
            }
            next = end;
        }
        return Arrays.copyOf(places, count);
    }

    private static boolean isWord(long id, PevlVocabulary vocabulary) {
        return id != vocabulary.padId() && id != vocabulary.classId();
    }

    /** Hides some of the positions from {@code begin} to {@code end}; returns the new count. */
    private int hideBox(
            long[] ids,
            int begin,
            int end,
            PevlVocabulary vocabulary,
            SplittableRandom random,
            int[] places,
            int count) {
        boolean whole = boxes == Boxes.ALL || random.nextDouble() < wholeShare;
        boolean likeWords = boxes == Boxes.LIKE_WORDS && !whole;
        int open = whole ? end - begin : boxes == Boxes.SOME ? 1 + random.nextInt(end - begin) : 0;
        if (boxes == Boxes.NONE) {
            return count;
        }
        int hidden = count;
        for (int i = begin; i < end; i++) {
            boolean hide;
            if (likeWords) {
                hide = random.nextDouble() < words;
            } else {
                hide = random.nextInt(end - i) < open; // each subset of a size is equally likely
            }
            if (hide) {
                open--;
                places[hidden++] = i;
                ids[i] = likeWords ? cover(ids[i], vocabulary, random) : vocabulary.maskId();
            }
        }
        return hidden;
    }

    private static long cover(long id, PevlVocabulary vocabulary, SplittableRandom random) {
        double draw = random.nextDouble();
        if (draw < TO_MASK) {
            return vocabulary.maskId();
        }
        return draw < TO_ANY ? random.nextInt(vocabulary.size()) : id;
    }
}
