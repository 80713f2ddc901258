package io.github.pevl.request;

import java.util.List;

/**
 * What stands in the open slots of a text, each slot by itself.
 *
 * @param slots in the order of the text
 */
public record FillResult(List<Slot> slots) {

    /** Copies the list. */
    public FillResult {
        slots = List.copyOf(slots);
    }

    /**
     * An open slot.
     *
     * @param words the best first
     */
    public record Slot(List<Word> words) {

        /** Copies the list. */
        public Slot {
            words = List.copyOf(words);
        }
    }

    /**
     * A word for a slot.
     *
     * @param text an entry of the vocabulary: a word, a piece such as {@code ##ing}, or a position
     *     such as {@code [pos_7]}
     * @param probability among what was asked for, 0 to 1
     */
    public record Word(String text, double probability) {}
}
