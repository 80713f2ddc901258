package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;

/**
 * An image and a free prompt: any text with masks.
 *
 * @param image the image, of any size
 * @param text with at least one {@code [MASK]}; not cleaned, so position tokens, {@code [SEP]} and
 *     punctuation keep their meaning
 * @param among which entries of the vocabulary may replace a mask
 * @param most the maximum number of words returned for each mask, best first; at least 1
 */
public record FillRequest(Image image, String text, Among among, int most) {

    /** Which entries may replace a mask; probabilities sum to 1 over them. */
    public enum Among {
        /** All entries of the vocabulary. */
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
                    "text is %s, which has no mask; write [MASK] where words are wanted."
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
