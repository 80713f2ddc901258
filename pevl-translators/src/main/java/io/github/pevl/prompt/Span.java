package io.github.pevl.prompt;

/**
 * A stretch of a sentence, such as a phrase that names an object.
 *
 * @param begin its first character, counted from 0
 * @param end the character behind its last, more than {@code begin}
 */
public record Span(int begin, int end) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the stretch is empty, or begins before the sentence
     */
    public Span {
        if (begin < 0 || end <= begin) {
            throw new IllegalArgumentException(
                    "A phrase cannot reach from character %d to %d.".formatted(begin, end)
                            + " Characters are counted from 0, and the end lies behind the last.");
        }
    }

    /**
     * The stretch itself.
     *
     * @throws IllegalArgumentException if the sentence is shorter
     */
    public String of(String sentence) {
        if (end > sentence.length()) {
            throw new IllegalArgumentException(
                    "A phrase ends at character %d of \"%s\", which has %d."
                            .formatted(end, sentence, sentence.length()));
        }
        return sentence.substring(begin, end);
    }
}
