package io.github.pevl.prompt;

import io.github.pevl.request.Span;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.Excerpt;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.text.TextCleaner;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Sentences whose phrases carry their boxes: {@code the dog @@ [pos_51] [pos_102] [pos_204]
 * [pos_358] ## barks} (paper, section 3.1; dataset/grounding_dataset.py).
 */
public final class GroundingPrompt {

    /**
     * The most words that a sentence keeps, boxes not counted apart (dataset/grounding_dataset.py).
     */
    private static final int MAX_WORDS = 200;

    private GroundingPrompt() {}

    /**
     * A box and the phrase that it stands behind.
     *
     * @param end the character behind the phrase's last one, counted in code points as {@link Span}
     *     does
     * @param bins the box
     */
    public record Mark(int end, BoxBins bins) {}

    /**
     * The question where the object is that an expression names: the cleaned expression and a box
     * of four open slots behind it. No word of the expression itself is a marker ({@link
     * TextCleaner#plain}).
     *
     * @throws IllegalArgumentException if nothing is left of the expression after cleaning
     */
    public static String ask(String expression) {
        return ask(expression, expression.codePointCount(0, expression.length()));
    }

    /**
     * The same with the box somewhere in the expression, as captions to evaluate on have it: behind
     * the phrase that names the object.
     *
     * @param at the character that the box stands before, counted in code points as {@link Span}
     *     does
     * @throws IllegalArgumentException if there is no such place, or nothing is left of the
     *     expression after cleaning
     */
    public static String ask(String expression, int at) {
        int index = Span.index("The box stands before", expression, at);
        String before = cleaned(expression.substring(0, index));
        String after = cleaned(expression.substring(index));
        if (before.isBlank() && after.isBlank()) {
            throw noWords(expression);
        }
        return (before + " " + PositionTokens.openWords() + " " + after).strip();
    }

    private static String cleaned(String words) {
        return TextCleaner.caption(TextCleaner.plain(words), Integer.MAX_VALUE);
    }

    /** What is said of an expression without a word. */
    public static IllegalArgumentException noWords(String expression) {
        return new IllegalArgumentException(
                "The expression %s has no words.".formatted(Excerpt.of(expression))
                        + " Say what to look for, such as \"the red cup on the left\".");
    }

    /**
     * A sentence with boxes of four open slots behind phrases, cleaned. No word of the sentence
     * itself is a marker ({@link TextCleaner#plain}), so all open slots are those of the phrases.
     *
     * @param sentence such as a caption
     * @param phrases each with a box of its own, in any order; boxes follow the order of their ends
     * @throws IllegalArgumentException if a phrase lies outside the sentence, cleaning leaves no
     *     word of it, or it stands behind the words that are kept
     */
    public static String ask(String sentence, List<Span> phrases) {
        for (Span phrase : phrases) {
            if (TextCleaner.caption(phrase.of(sentence), MAX_WORDS).isBlank()) {
                throw new IllegalArgumentException(
                        "The phrase %s has no words. Name the stretch of the caption that"
                                        .formatted(Excerpt.of(phrase.of(sentence)))
                                + " says what to look for.");
            }
        }
        String text = opened(sentence, phrases);
        int boxes = boxes(text);
        if (boxes < phrases.size()) {
            throw new IllegalArgumentException(
                    "The last %d of %d phrases stand behind the first %d words of the caption %s,"
                                    .formatted(
                                            phrases.size() - boxes,
                                            phrases.size(),
                                            MAX_WORDS,
                                            Excerpt.of(sentence))
                            + " which are all that is read; each box counts as six. Send a part of"
                            + " the caption, or fewer phrases.");
        }
        return text;
    }

    /**
     * Whether the words that are read of a sentence, {@value #MAX_WORDS} with six for each box,
     * hold the boxes of all phrases; where not, {@link #ask(String, List)} refuses.
     *
     * @throws IllegalArgumentException if a phrase lies outside the sentence
     */
    public static boolean readsAll(String sentence, List<Span> phrases) {
        return boxes(opened(sentence, phrases)) == phrases.size();
    }

    private static String opened(String sentence, List<Span> phrases) {
        String open = PositionTokens.openWords();
        List<Piece> pieces = phrases.stream().map(p -> new Piece(p.end(), open)).toList();
        // Cleaning lowers the case of open slots as of all words but positions.
        return join(sentence, pieces, TextCleaner::plain)
                .replace(open.toLowerCase(Locale.ROOT), open);
    }

    private static int boxes(String text) {
        String open = PositionTokens.openWords();
        return (text.length() - text.replace(open, "").length()) / open.length();
    }

    /**
     * A sentence with boxes written behind its phrases, cleaned.
     *
     * @param sentence as annotated
     * @param marks the boxes, in any order
     * @throws IllegalArgumentException if a mark lies outside the sentence
     */
    public static String write(String sentence, List<Mark> marks) {
        return join(
                sentence,
                marks.stream()
                        .map(mark -> new Piece(mark.end(), PositionTokens.words(mark.bins())))
                        .toList(),
                UnaryOperator.identity());
    }

    /** A box's words and the character that they stand before. */
    private record Piece(int at, String words) {}

    private static String join(String sentence, List<Piece> pieces, UnaryOperator<String> words) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        List<Piece> inOrder = pieces.stream().sorted(Comparator.comparingInt(Piece::at)).toList();
        for (Piece piece : inOrder) {
            int at = Span.index("A phrase ends at", sentence, piece.at());
            text.append(words.apply(sentence.substring(from, at)));
            text.append(' ').append(piece.words()).append(' ');
            from = at;
        }
        text.append(words.apply(sentence.substring(from)));
        return PositionTokens.withoutUnfinishedBox(TextCleaner.caption(text.toString(), MAX_WORDS));
    }
}
