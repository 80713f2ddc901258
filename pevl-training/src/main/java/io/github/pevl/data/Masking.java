package io.github.pevl.data;

import java.util.List;
import java.util.Objects;

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
 *     affects {@link Boxes#LIKE_WORDS} and {@link Boxes#SOME} only
 */
public record Masking(double words, Boxes boxes, double wholeShare) {

    /** Nothing by itself: only what a task asks for, if it asks. */
    public static final Masking NOTHING = new Masking(0, Boxes.NONE, 0);

    /** How position tokens are hidden. */
    public enum Boxes {
        /** Not at all. */
        NONE,
        /** Each by the chance and in the manner of words. */
        LIKE_WORDS,
        /** One to four of each box, each number equally likely; they become {@code [MASK]}. */
        SOME,
        /** All; they become {@code [MASK]}. */
        ALL,
        /**
         * There are none: sentences are written without their boxes, to see what these are good
         * for. For questions only; other sentences ask for boxes, or are ambiguous without.
         */
        UNWRITTEN
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
                && switch (boxes) {
                    case NONE, UNWRITTEN -> true;
                    case LIKE_WORDS -> wholeShare == 0;
                    case SOME, ALL -> false;
                };
    }

    /**
     * The samples as their sentences are to be written and asked: as they are, or without boxes.
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
