package io.github.pevl.prompt;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.text.TextCleaner;
import java.util.Comparator;
import java.util.List;

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
     * @param end the character behind the phrase's last one
     * @param bins the box
     */
    public record Mark(int end, BoxBins bins) {}

    /**
     * The question where the object is that an expression names: the cleaned expression and a box
     * of four open slots behind it.
     *
     * @throws IllegalArgumentException if nothing is left of the expression after cleaning
     */
    public static String ask(String expression) {
        String cleaned = TextCleaner.caption(expression, Integer.MAX_VALUE);
        if (cleaned.isBlank()) {
            throw noWords(expression);
        }
        return cleaned + " " + PositionTokens.openWords();
    }

    /** What is said of an expression without a word. */
    public static IllegalArgumentException noWords(String expression) {
        return new IllegalArgumentException(
                "The expression \"%s\" has no words.".formatted(expression)
                        + " Say what to look for, such as \"the red cup on the left\".");
    }

    /**
     * A sentence with boxes written behind its phrases, cleaned.
     *
     * @param sentence as annotated
     * @param marks the boxes, in any order
     * @throws IllegalArgumentException if a mark lies outside the sentence
     */
    public static String write(String sentence, List<Mark> marks) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        List<Mark> inOrder = marks.stream().sorted(Comparator.comparingInt(Mark::end)).toList();
        for (Mark mark : inOrder) {
            if (mark.end() < 0 || mark.end() > sentence.length()) {
                throw new IllegalArgumentException(
                        "A phrase ends at character %d of \"%s\", which has %d."
                                .formatted(mark.end(), sentence, sentence.length()));
            }
            text.append(sentence, from, mark.end());
            text.append(' ').append(PositionTokens.words(mark.bins())).append(' ');
            from = mark.end();
        }
        text.append(sentence, from, sentence.length());
        return PositionTokens.withoutUnfinishedBox(TextCleaner.caption(text.toString(), MAX_WORDS));
    }
}
