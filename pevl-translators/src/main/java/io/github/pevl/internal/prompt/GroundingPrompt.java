package io.github.pevl.internal.prompt;

import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.Span;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.util.Comparator;
import java.util.List;

/**
 * Sentences whose phrases are followed by their boxes: {@code the dog @@ [pos_51] [pos_102]
 * [pos_204] [pos_358] ## barks} (paper, section 3.1; dataset/grounding_dataset.py).
 */
public final class GroundingPrompt {

    /**
     * The maximum number of words of a sentence; a box counts as six
     * (dataset/grounding_dataset.py).
     */
    private static final int MAX_WORDS = 200;

    private static final String END = "A phrase ends at";

    private GroundingPrompt() {}

    /**
     * A box and the phrase that it follows.
     *
     * @param end the index after the phrase's last character, in code points as in {@link Span}
     * @param bins the box
     */
    public record Mark(int end, BoxBins bins) {}

    /**
     * Asks where the object is that an expression names: the cleaned expression and a masked box.
     * Special tokens in the expression have no effect ({@link TextCleaner#plain}).
     *
     * @throws IllegalArgumentException if nothing is left of the expression after cleaning
     */
    public static Prompt ask(String expression) {
        return ask(expression, expression.codePointCount(0, expression.length()));
    }

    /**
     * The same with the box inside the expression, after the phrase that names the object, as
     * evaluation on captions needs it.
     *
     * @param at the index of the character after the box, in code points as in {@link Span}
     * @throws IllegalArgumentException if there is no such character, or nothing is left of the
     *     expression after cleaning
     */
    public static Prompt ask(String expression, int at) {
        int index = Span.index("The box stands before", expression, at);
        String before = cleaned(expression.substring(0, index));
        String after = cleaned(expression.substring(index));
        if (before.isBlank() && after.isBlank()) {
            throw noWords(expression);
        }
        return new Prompt.Builder()
                .words((before + " ").stripLeading())
                .maskedBox()
                .words((" " + after).stripTrailing())
                .build();
    }

    private static String cleaned(String words) {
        return TextCleaner.caption(TextCleaner.plain(words), Integer.MAX_VALUE);
    }

    /** The error for an expression without words. */
    public static IllegalArgumentException noWords(String expression) {
        return new IllegalArgumentException(
                "The expression %s has no words.".formatted(Excerpt.of(expression))
                        + " Say what to look for, such as \"the red cup on the left\".");
    }

    /**
     * Writes a cleaned sentence with masked boxes after phrases. Special tokens in the sentence
     * have no effect ({@link TextCleaner#plain}).
     *
     * @param sentence such as a caption
     * @param phrases each gets a box, in the order of their ends; in any order
     * @throws IllegalArgumentException if a phrase lies outside the sentence, has no words after
     *     cleaning, or lies beyond the words that are kept
     */
    public static Prompt ask(String sentence, List<Span> phrases) {
        for (Span phrase : phrases) {
            if (TextCleaner.caption(phrase.of(sentence), MAX_WORDS).isBlank()) {
                throw new IllegalArgumentException(
                        "The phrase %s has no words. Name the stretch of the caption that"
                                        .formatted(Excerpt.of(phrase.of(sentence)))
                                + " says what to look for.");
            }
        }
        Prompt prompt = masked(sentence, phrases);
        int boxes = prompt.maskedBoxes();
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
        return prompt;
    }

    /**
     * Whether the boxes of all phrases are within the {@value #MAX_WORDS} words that are kept of a
     * sentence, where a box counts as six; if not, {@link #ask(String, List)} throws.
     *
     * @throws IllegalArgumentException if a phrase lies outside the sentence
     */
    public static boolean readsAll(String sentence, List<Span> phrases) {
        return masked(sentence, phrases).maskedBoxes() == phrases.size();
    }

    private static Prompt masked(String sentence, List<Span> phrases) {
        Prompt.Builder raw = new Prompt.Builder();
        int from = 0;
        for (Span phrase : phrases.stream().sorted(Comparator.comparingInt(Span::end)).toList()) {
            int at = Span.index(END, sentence, phrase.end());
            raw.words(TextCleaner.plain(sentence.substring(from, at))).maskedBox();
            from = at;
        }
        raw.words(TextCleaner.plain(sentence.substring(from)));
        return PromptCleaner.caption(raw.build(), MAX_WORDS);
    }

    /**
     * Writes a cleaned sentence with boxes after its phrases.
     *
     * @param sentence as annotated
     * @param marks the boxes, in any order
     * @throws IllegalArgumentException if a mark lies outside the sentence
     */
    public static String write(String sentence, List<Mark> marks) {
        Prompt.Builder raw = new Prompt.Builder();
        int from = 0;
        for (Mark mark : marks.stream().sorted(Comparator.comparingInt(Mark::end)).toList()) {
            int at = Span.index(END, sentence, mark.end());
            raw.words(sentence.substring(from, at)).box(mark.bins());
            from = at;
        }
        raw.words(sentence.substring(from));
        // Annotated sentences are not made plain, and may end in a box of their own.
        return PositionTokens.withoutUnfinishedBox(
                PromptCleaner.caption(raw.build(), MAX_WORDS).text());
    }
}
