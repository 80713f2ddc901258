package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.util.Objects;

/**
 * A phrase of a sentence and the box that it names.
 *
 * @param begin index of the first character, from 0, in code points as {@link
 *     io.github.pevl.request.Span} counts
 * @param end index after the last character, counted likewise, more than {@code begin}
 * @param box in pixels of the image
 */
public record PhraseBox(int begin, int end, Box box) {
    /**
     * Checks the span.
     *
     * @throws IllegalArgumentException if the span is empty or begins before the sentence
     */
    public PhraseBox {
        Objects.requireNonNull(box, "box");
        if (begin < 0 || end <= begin) {
            throw new IllegalArgumentException(
                    "Span [%d, %d) is not a span.".formatted(begin, end)
                            + " Spans are [begin, end) in characters, with 0 <= begin < end.");
        }
    }
}
