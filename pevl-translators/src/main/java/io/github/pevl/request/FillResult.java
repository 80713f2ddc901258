package io.github.pevl.request;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * The best words for the masks of a text, each mask by itself.
 *
 * @param masks in the order of the text
 */
public record FillResult(@SerializedName("slots") List<Mask> masks) {

    /** Copies the list. */
    public FillResult {
        masks = List.copyOf(masks);
    }

    /**
     * What may replace a mask.
     *
     * @param words the best first
     */
    public record Mask(List<Word> words) {

        /** Copies the list. */
        public Mask {
            words = List.copyOf(words);
        }
    }

    /**
     * A word for a mask.
     *
     * @param text an entry of the vocabulary: a word, a word piece such as {@code ##ing}, or a
     *     position token such as {@code [pos_7]}
     * @param probability 0 to 1, among the entries that the request allows
     */
    public record Word(String text, double probability) {}
}
