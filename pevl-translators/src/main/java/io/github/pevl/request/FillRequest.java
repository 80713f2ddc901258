package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import io.github.pevl.text.Excerpt;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;

/**
 * An image and any text with open slots: a prompt of one's own.
 *
 * @param image the image, of any size
 * @param text with at least one {@code [MASK]}; not cleaned, so that position words, {@code [SEP]}
 *     and punctuation stay
 * @param among what may stand in a slot
 * @param most words wanted for each slot, the best first; at least 1
 */
public record FillRequest(Image image, String text, Among among, int most) {

    /** What may stand in a slot; probabilities are those among it. */
    public enum Among {
        /** Every entry of the vocabulary. */
        ALL,
        /** Words and pieces of words: no positions, box markers or special entries. */
        WORDS,
        /** The 512 positions. */
        POSITIONS
    }

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public FillRequest {
        Checks.image(image);
        Checks.words("text", text, "a [MASK] on the table");
        if (!text.contains(PevlVocabulary.MASK)) {
            throw new IllegalArgumentException(
                    "text is %s, which has no open slot; write [MASK] for each."
                            .formatted(Excerpt.of(text)));
        }
        if (among == null) {
            throw new IllegalArgumentException(
                    "among is null; it must be one of %s."
                            .formatted(Arrays.toString(Among.values())));
        }
        Checks.atLeastOne("most", most);
    }
}
