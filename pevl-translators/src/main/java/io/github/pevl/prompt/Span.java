package io.github.pevl.prompt;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * Finds phrases in a sentence. Upper and lower case count the same; a phrase that is given
     * twice is found at its second place, too.
     *
     * @throws IllegalArgumentException if the sentence does not hold a phrase as whole words
     */
    public static List<Span> find(String sentence, List<String> phrases) {
        List<Span> spans = new ArrayList<>();
        for (String phrase : phrases) {
            spans.add(find(sentence, phrase, spans));
        }
        return spans;
    }

    private static Span find(String sentence, String phrase, List<Span> taken) {
        boolean again = false;
        int last = phrase.isBlank() ? -1 : sentence.length() - phrase.length();
        for (int at = 0; at <= last; at++) {
            if (sentence.regionMatches(true, at, phrase, 0, phrase.length())
                    && wholeWords(sentence, at, at + phrase.length())) {
                Span span = new Span(at, at + phrase.length());
                if (!taken.contains(span)) {
                    return span;
                }
                again = true;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" does not hold the phrase \"%s\"%s. Phrases are whole words of it."
                        .formatted(sentence, phrase, again ? " once more" : ""));
    }

    private static boolean wholeWords(String text, int begin, int end) {
        boolean begins = begin == 0 || !Character.isLetterOrDigit(text.charAt(begin - 1));
        return begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
    }
}
