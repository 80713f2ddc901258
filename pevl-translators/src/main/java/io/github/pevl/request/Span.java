package io.github.pevl.request;

import io.github.pevl.internal.util.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A span of a sentence, such as a phrase that names an object.
 *
 * <p>Indices count Unicode code points, as Python does, and so do all annotation files and JSON
 * requests: an emoji is one character. Java's {@link String} counts it as two; {@link #ofChars}
 * takes Java's indices, and {@link #find} needs none.
 *
 * @param begin the index of its first character, from 0, in code points
 * @param end the index after its last character, greater than {@code begin}
 */
public record Span(int begin, int end) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the span is empty, or starts before the sentence
     */
    public Span {
        if (begin < 0 || end <= begin) {
            throw new IllegalArgumentException(
                    "A phrase cannot reach from character %d to %d.".formatted(begin, end)
                            + " Characters are counted from 0, and the end lies behind the last.");
        }
    }

    /**
     * A span given by Java's indices, such as {@link String#indexOf} returns.
     *
     * @param sentence that the indices refer to
     * @param begin index of the first {@code char}
     * @param end index after the last {@code char}
     * @throws IndexOutOfBoundsException if the sentence is shorter
     * @throws IllegalArgumentException if the span is empty
     */
    public static Span ofChars(String sentence, int begin, int end) {
        return new Span(sentence.codePointCount(0, begin), sentence.codePointCount(0, end));
    }

    /**
     * The text of the span.
     *
     * @throws IllegalArgumentException if the sentence is shorter
     */
    public String of(String sentence) {
        int last = index("A phrase ends at", sentence, end);
        return sentence.substring(sentence.offsetByCodePoints(0, begin), last);
    }

    /**
     * Converts an index in code points to Java's index.
     *
     * @param what the start of the error message, such as "A phrase ends at"
     * @param at the index in code points, up to the number of characters
     * @throws IllegalArgumentException if the sentence is shorter
     */
    public static int index(String what, String sentence, int at) {
        int length = sentence.codePointCount(0, sentence.length());
        if (at < 0 || at > length) {
            throw new IllegalArgumentException(
                    "%s character %d of %s, which has %d."
                            .formatted(what, at, Excerpt.of(sentence), length));
        }
        return sentence.offsetByCodePoints(0, at);
    }

    /**
     * Finds phrases in a sentence. Case is ignored; a phrase that is given twice is matched to its
     * second occurrence, too.
     *
     * @throws IllegalArgumentException if the sentence does not contain a phrase as whole words
     */
    public static List<Span> find(String sentence, List<String> phrases) {
        String folded = folded(sentence);
        Map<String, Integer> next = new HashMap<>(); // where the search for a phrase goes on
        List<Span> spans = new ArrayList<>();
        for (String phrase : phrases) {
            String words = folded(phrase);
            int from = next.getOrDefault(words, 0);
            int at = phrase.isBlank() ? -1 : folded.indexOf(words, from);
            while (at >= 0 && !wholeWords(sentence, at, at + phrase.length())) {
                at = folded.indexOf(words, at + 1);
            }
            if (at < 0) {
                throw new IllegalArgumentException(
                        "%s does not hold the phrase %s%s. Phrases are whole words of it."
                                .formatted(
                                        Excerpt.of(sentence),
                                        Excerpt.of(phrase),
                                        from > 0 ? " once more" : ""));
            }
            next.put(words, at + 1);
            spans.add(ofChars(sentence, at, at + phrase.length()));
        }
        return spans;
    }

    /** As {@link String#equalsIgnoreCase} compares; as many characters as before. */
    private static String folded(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Character.toLowerCase(Character.toUpperCase(characters[i]));
        }
        return new String(characters);
    }

    private static boolean wholeWords(String text, int begin, int end) {
        boolean begins = begin == 0 || !Character.isLetterOrDigit(text.codePointBefore(begin));
        return begins
                && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)));
    }
}
