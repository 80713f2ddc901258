package io.github.pevl.request;

import io.github.pevl.text.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of a sentence, such as a phrase that names an object.
 *
 * <p>Characters are Unicode code points, as Python and so all annotation files and JSON requests
 * count them: an emoji is one character. Java's {@link String} counts it as two; {@link #ofChars}
 * takes its indices, and {@link #find} needs none.
 *
 * @param begin its first character, counted from 0 in code points
 * @param end the character behind its last, counted likewise, more than {@code begin}
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
     * The span of a stretch that is known by Java's indices, such as {@link String#indexOf}
     * returns.
     *
     * @param sentence that the indices belong to
     * @param begin index of the first {@code char}
     * @param end index behind the last {@code char}
     * @throws IndexOutOfBoundsException if the sentence is shorter
     * @throws IllegalArgumentException if the stretch is empty
     */
    public static Span ofChars(String sentence, int begin, int end) {
        return new Span(sentence.codePointCount(0, begin), sentence.codePointCount(0, end));
    }

    /**
     * The stretch itself.
     *
     * @throws IllegalArgumentException if the sentence is shorter
     */
    public String of(String sentence) {
        int last = index("A phrase ends at", sentence, end);
        return sentence.substring(sentence.offsetByCodePoints(0, begin), last);
    }

    /**
     * Java's index of a character.
     *
     * @param what stands there, for the message, such as "A phrase ends at"
     * @param at the character, counted in code points; the number of all for the sentence's end
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
     * Finds phrases in a sentence. Upper and lower case count the same; a phrase that is given
     * twice is found at its second place, too.
     *
     * @throws IllegalArgumentException if the sentence does not hold a phrase as whole words
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
