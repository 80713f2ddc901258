package io.github.pevl.data;

import java.util.List;
import java.util.Objects;

/**
 * Which tokens of a text are masked, for the network to predict (paper, section 3.2). {@code [PAD]}
 * and {@code [CLS]} never are.
 *
 * @param words probability that a token is masked, 0 to 1; applies to the markers of boxes, but not
 *     to position tokens. 80 % of the masked ones become {@code [MASK]}, 10 % a random token, and
 *     10 % stay
 * @param boxes how position tokens are masked
 * @param wholeShare share of boxes of which all four positions become {@code [MASK]}, whatever is
 *     drawn, 0 to 1, as the task needs at inference. 0 as published; affects {@link
 *     Boxes#LIKE_WORDS}, {@link Boxes#SOME} and {@link Boxes#ASKED} only
 */
public record Masking(double words, Boxes boxes, double wholeShare) {

    /** Masks nothing by itself: only the positions that a task predicts, if any. */
    public static final Masking NOTHING = new Masking(0, Boxes.NONE, 0);

    /** How position tokens are masked. */
    public enum Boxes {
        /** Not at all. */
        NONE,
        /** Like words, with the same probability. */
        LIKE_WORDS,
        /** One to four of each box, each number equally likely; they become {@code [MASK]}. */
        SOME,
        /** All; they become {@code [MASK]}. */
        ALL,
        /**
         * There are none: sentences are written without their boxes, to see what these contribute.
         * For questions only; other sentences predict boxes, or are ambiguous without them.
         */
        UNWRITTEN,
        /**
         * As each task is asked, so that one network can learn all of them: like {@link #SOME} in
         * sentences whose boxes are predicted; in other sentences only what their task predicts,
         * and no word.
         */
        ASKED
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

    /** The same with another share of boxes that are masked whole. */
    public Masking withWholeShare(double share) {
        return new Masking(words, boxes, share);
    }

    /** How the sentence of a sample is masked. */
    public Masking of(Sample sample) {
        if (boxes != Boxes.ASKED) {
            return this;
        }
        boolean predictsBoxes =
                sample instanceof GroundingSample || sample instanceof PresenceSample;
        return predictsBoxes ? new Masking(words, Boxes.SOME, wholeShare) : NOTHING;
    }

    /** Whether no token is ever masked, so that only what a task predicts is learnt. */
    public boolean masksNothing() {
        return words == 0
                && switch (boxes) {
                    case NONE, UNWRITTEN -> true;
                    case LIKE_WORDS -> wholeShare == 0;
                    case SOME, ALL, ASKED -> false;
                };
    }

    /**
     * The samples as their sentences are to be written: as they are, or without boxes.
     *
     * @throws IllegalArgumentException if boxes are {@link Boxes#UNWRITTEN} and a sample is no
     *     question
     */
    public List<? extends Sample> applyTo(List<? extends Sample> samples) {
        return boxes == Boxes.UNWRITTEN
                ? samples.stream().map(Masking::withoutBoxes).toList()
                : samples;
    }

    private static Sample withoutBoxes(Sample sample) {
        if (sample instanceof AnswerSample question) {
            return question.withoutBoxes();
        }
        throw new IllegalArgumentException(
                "Only questions can be written without boxes; a %s about %s cannot."
                        .formatted(sample.getClass().getSimpleName(), sample.image()));
    }
}
