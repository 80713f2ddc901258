package io.github.pevl.data;

import java.util.Objects;

/**
 * A sentence about an image, ready for the tokenizer.
 *
 * @param text the sentence as it is true, boxes and answer included
 * @param asked the same with {@code [MASK]} in the places that the task asks for; null if it asks
 *     for none, so that only {@link Masking} hides something
 * @param match 1 if the sentence is known to be right for its image, 0 if known to be wrong, -1 if
 *     nobody said, so that wrong ones have to be drawn
 */
public record TrainingText(String text, String asked, int match) {

    /** Right, since it was annotated; nothing says what would be wrong. */
    static final int NOT_LABELLED = -1;

    /**
     * Checks the label.
     *
     * @throws IllegalArgumentException if it is another number
     */
    public TrainingText {
        Objects.requireNonNull(text, "text");
        if (match < NOT_LABELLED || match > 1) {
            throw new IllegalArgumentException(
                    "match is %d; it is 1 for right, 0 for wrong, -1 for not labelled."
                            .formatted(match));
        }
    }
}
