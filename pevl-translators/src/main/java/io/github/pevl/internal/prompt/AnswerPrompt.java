package io.github.pevl.internal.prompt;

import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.Span;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlVocabulary;
import java.util.Comparator;
import java.util.List;

/** Questions about an image whose answer is written into masks (dataset/vqa_dataset.py). */
public final class AnswerPrompt {

    /** The number of masks behind a question. */
    public static final int MASKS = 6;

    /** The maximum number of tokens of an answer: the original never reads the last mask. */
    public static final int MAX_ANSWER_TOKENS = 5;

    private AnswerPrompt() {}

    /**
     * A box and the words of the question that it follows.
     *
     * @param end the index after the words' last character, in code points as in {@link Span}
     * @param bins the box
     */
    public record Mark(int end, BoxBins bins) {}

    /**
     * Writes the cleaned question with boxes after the words that name them, and six masks. Special
     * tokens in the question have no effect ({@link TextCleaner#plain}).
     *
     * @param marks in any order
     * @throws IllegalArgumentException if a mark lies outside the question, or no word is left
     *     after cleaning
     */
    public static Prompt ask(String question, List<Mark> marks) {
        return boxed(question, marks).masks(MASKS).build();
    }

    /**
     * The same with the words of its answer in place of the masks; {@code [PAD]} fills those that
     * are left. The answer is not cleaned, just as candidates are not when they are scored.
     *
     * @param answer such as "dark blue"; the tokenizer may make more than six tokens of it and the
     *     filling
     * @throws IllegalArgumentException if a mark lies outside the question, or question or answer
     *     have no word
     */
    public static String write(String question, List<Mark> marks, String answer) {
        if (answer.isBlank()) {
            throw new IllegalArgumentException(
                    "The question %s has no answer. Write such as \"dark blue\"."
                            .formatted(Excerpt.of(question)));
        }
        String words = answer.strip();
        int left = Math.max(0, MASKS - words.split("\\s+").length);
        return boxed(question, marks).build().text()
                + " "
                + words
                + (" " + PevlVocabulary.PAD).repeat(left);
    }

    /** The cleaned question with its boxes and the separator. */
    private static Prompt.Builder boxed(String question, List<Mark> marks) {
        Prompt.Builder raw = new Prompt.Builder();
        int from = 0;
        for (Mark mark : marks.stream().sorted(Comparator.comparingInt(Mark::end)).toList()) {
            int at = Span.index("A box stands behind", question, mark.end());
            raw.words(TextCleaner.plain(question.substring(from, at))).box(mark.bins());
            from = at;
        }
        raw.words(TextCleaner.plain(question.substring(from)));
        Prompt cleaned = PromptCleaner.question(raw.build());
        if (cleaned.text().isBlank()) {
            throw new IllegalArgumentException(
                    "The question %s has no words. Ask such as \"what color is the cup?\"."
                            .formatted(Excerpt.of(question)));
        }
        return new Prompt.Builder().append(cleaned).separator();
    }
}
