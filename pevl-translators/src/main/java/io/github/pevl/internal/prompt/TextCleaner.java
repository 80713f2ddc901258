package io.github.pevl.internal.prompt;

import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Cleans sentences as the training data was cleaned: lower case, no punctuation, a maximum number
 * of words. Box markers and position tokens are kept; special tokens such as {@code [SEP]} are
 * lower-cased like any word, so write them after cleaning.
 *
 * <p>The limit counts blanks and may cut a box in two: {@link PositionTokens#withoutUnfinishedBox}
 * removes the first half.
 *
 * <p>Source: {@code pre_caption} and {@code pre_question} in the original's dataset files.
 */
public final class TextCleaner {

    private static final Pattern DROPPED = Pattern.compile("[,.'!?\"()*:;~]");

    // Python counts the four information separators as white space, Java does not.
    private static final Pattern BLANK_RUN =
            Pattern.compile("[\\s\\x1c-\\x1f]{2,}", Pattern.UNICODE_CHARACTER_CLASS);

    private static final char SIGMA = '\u03a3';

    /** Punctuation that may stand inside words. */
    private static final String MARKS =
            "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private TextCleaner() {}

    /**
     * Disarms special tokens: in {@code @@}, {@code ##}, {@code [pos_7]}, {@code [unrel]}, {@code
     * [SEP]}, {@code [MASK]} and the like, in any case or disguise, blanks separate the characters,
     * so that they are tokenized as punctuation and words. BERT splits at punctuation anyway, so
     * all other texts keep their tokens.
     */
    public static String plain(String text) {
        return text.replace("@", " @ ").replace("#", " # ").replace("[", " [ ");
    }

    /**
     * Cleans a caption, an expression or a phrase: runs of white space become one blank, the ends
     * are trimmed, {@code <person>} loses its brackets.
     *
     * @param maxWords the maximum number of words, at least 1
     * @throws IllegalArgumentException if {@code maxWords} is less than 1
     */
    public static String caption(String text, int maxWords) {
        String clean = withoutPunctuation(text).replace("<person>", "person");
        clean = BLANK_RUN.matcher(clean).replaceAll(" ");
        clean = withoutTrailingBlanks(withoutEnd(clean, '\n'));
        int begin = 0;
        while (begin < clean.length() && clean.charAt(begin) == ' ') {
            begin++;
        }
        return limit(clean.substring(begin), maxWords);
    }

    /**
     * Cleans a question or an answer: runs of white space stay, and each blank counts as the end of
     * a word; only blanks at the end are trimmed.
     *
     * @param maxWords the maximum number of words, at least 1
     * @throws IllegalArgumentException if {@code maxWords} is less than 1
     */
    public static String question(String text, int maxWords) {
        return limit(withoutTrailingBlanks(withoutPunctuation(text)), maxWords);
    }

    /** A text without the blanks at its end. */
    public static String withoutTrailingBlanks(String text) {
        return withoutEnd(text, ' ');
    }

    /** A loop: a pattern that ends in \z would try every run of blanks from each of its blanks. */
    private static String withoutEnd(String text, char character) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == character) {
            end--;
        }
        return text.substring(0, end);
    }

    /** A text in lower case and without punctuation; {@code -} and {@code /} become blanks. */
    public static String withoutPunctuation(String text) {
        String lower = text.indexOf(SIGMA) < 0 ? text.toLowerCase(Locale.ROOT) : lowerGreek(text);
        return DROPPED.matcher(lower).replaceAll("").replace('-', ' ').replace('/', ' ');
    }

    /**
     * Python's rule, by which a capital sigma at the end of a word has its own lower-case form.
     * Java searches the whole word for each sigma; here the search ends at the next sigma at the
     * latest.
     */
    private static String lowerGreek(String text) {
        StringBuilder lower = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(SIGMA); at >= 0; at = text.indexOf(SIGMA, from)) {
            lower.append(text.substring(from, at).toLowerCase(Locale.ROOT));
            lower.append(endsWord(text, at) ? '\u03c2' : '\u03c3');
            from = at + 1;
        }
        return lower.append(text.substring(from).toLowerCase(Locale.ROOT)).toString();
    }

    /** Whether a cased letter precedes the sigma and none follows, ignoring marks. */
    private static boolean endsWord(String text, int sigma) {
        int before = sigma;
        while (before > 0 && isMark(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        int behind = sigma + 1;
        while (behind < text.length() && isMark(text.codePointAt(behind))) {
            behind += Character.charCount(text.codePointAt(behind));
        }
        return before > 0
                && isCased(text.codePointBefore(before))
                && (behind == text.length() || !isCased(text.codePointAt(behind)));
    }

    private static boolean isCased(int character) {
        return Character.isLowerCase(character)
                || Character.isUpperCase(character)
                || Character.isTitleCase(character);
    }

    /** Unicode's Case_Ignorable. */
    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL ->
                    true;
            default -> MARKS.indexOf(character) >= 0;
        };
    }

    private static String limit(String text, int maxWords) {
        if (maxWords == Integer.MAX_VALUE) {
            return text;
        }
        if (maxWords < 1) {
            throw new IllegalArgumentException(
                    "A text of at most %d words cannot be cleaned.".formatted(maxWords)
                            + " The limit is 1 or more; the published data keeps 200.");
        }
        String[] words = text.split(" ", -1);
        return words.length <= maxWords
                ? text
                : String.join(" ", Arrays.asList(words).subList(0, maxWords));
    }
}
