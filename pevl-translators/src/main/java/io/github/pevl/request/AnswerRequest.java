package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import io.github.pevl.text.Box;
import java.util.List;

/**
 * An image and a question about it.
 *
 * <p>Special tokens have no effect in a request: {@code [MASK]}, {@code [SEP]}, {@code @@}, {@code
 * [pos_7]} and the like are read as punctuation and words, in upper or lower case.
 *
 * @param image the image, of any size
 * @param question such as "what color is the cup?"
 * @param mentions words of the question whose boxes are known; may be empty
 * @param answers the candidates to choose from; empty for the model's own list
 * @param most the maximum number of answers returned, best first; at least 1
 * @param truncate whether a text that is too long for the model loses words at its end; otherwise
 *     it is refused with a {@link TextTooLongException}
 */
public record AnswerRequest(
        Image image,
        String question,
        List<Mention> mentions,
        List<String> answers,
        int most,
        boolean truncate) {

    /** The default maximum number of answers. */
    private static final int DEFAULT_ANSWERS = 5;

    /**
     * Words of a question and the box of the object that they name.
     *
     * @param words a span of the question, in code points
     * @param box in pixels of the image; clipped at the image's edges
     */
    public record Mention(Span words, Box box) {

        /**
         * Checks the mention.
         *
         * @throws IllegalArgumentException if something is missing
         */
        public Mention {
            if (words == null || box == null) {
                throw new IllegalArgumentException(
                        "A mention is (%s, %s); it must have both words and a box."
                                .formatted(words, box));
            }
        }
    }

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public AnswerRequest {
        Checks.image(image);
        Checks.words("question", question, "what color is the cup?");
        mentions = Checks.any("mentions", mentions);
        for (int i = 0; i < mentions.size(); i++) {
            mentions.get(i).words().of(question);
            Checks.inside("mentions[%d].box".formatted(i), mentions.get(i).box(), image);
        }
        answers = Checks.any("answers", answers);
        answers.forEach(answer -> Checks.words("answer", answer, "dark blue"));
        Checks.atLeastOne("most", most);
    }

    /** Asks a question that must not be too long. */
    public AnswerRequest(
            Image image, String question, List<Mention> mentions, List<String> answers, int most) {
        this(image, question, mentions, answers, most, false);
    }

    /** The same request, with its question truncated if it is too long. */
    public AnswerRequest truncated() {
        return new AnswerRequest(image, question, mentions, answers, most, true);
    }

    /** Asks for the best answers from the model's own list. */
    public AnswerRequest(Image image, String question) {
        this(image, question, List.of(), List.of(), DEFAULT_ANSWERS);
    }
}
