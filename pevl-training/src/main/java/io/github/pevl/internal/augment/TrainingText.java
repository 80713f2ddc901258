package io.github.pevl.internal.augment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sentence about an image, ready for the tokenizer.
 *
 * @param text the true sentence, with boxes and answer
 * @param masked the same with {@code [MASK]} at the positions that the task predicts; null if it
 *     predicts none, so that only the masking of tokens masks tokens
 * @param match 1 if the sentence is known to match its image, 0 if it is known not to, -1 if it is
 *     not labelled, so that negatives must be drawn
 * @param predicted whether tokens are masked at all, for the network to predict
 */
public record TrainingText(String text, @Nullable String masked, int match, boolean predicted) {

    /** The sentence matches, since it was annotated, but there is no label. */
    public static final int NOT_LABELLED = -1;

    /** A sentence of which tokens are masked. */
    public TrainingText(String text, @Nullable String masked, int match) {
        this(text, masked, match, true);
    }

    /** A sentence that only matching learns from. */
    public static TrainingText unmasked(String text, int match) {
        return new TrainingText(text, null, match, false);
    }

    /**
     * Checks the label.
     *
     * @throws IllegalArgumentException if it is none of 1, 0 and -1
     */
    public TrainingText {
        Objects.requireNonNull(text, "text");
        if (match < NOT_LABELLED || match > 1) {
            throw new IllegalArgumentException(
                    "match is %d; it must be 1 for yes, 0 for no, or -1 for not labelled."
                            .formatted(match));
        }
    }
}
