package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import io.github.pevl.text.Box;
import java.util.List;

/**
 * An image and a question about it.
 *
 * <p>No word of the request is one of the network's own: {@code [MASK]}, {@code [SEP]}, {@code @@},
 * {@code [pos_7]} and their like are read as punctuation and words, in any case.
 *
 * @param image the image, of any size
 * @param question such as "what color is the cup?"
 * @param mentions words of the question whose boxes are known; may be empty
 * @param answers those to choose from; empty for the list that comes with the model
 * @param most answers wanted, the best first; at least 1
 * @param truncate whether words are cut off the end of a text that is too long for the model; else
 *     such a text is refused by {@link TextTooLongException}
 */
public record AnswerRequest(
        Image image,
        String question,
        List<Mention> mentions,
        List<String> answers,
        int most,
        boolean truncate) {

    /** How many answers are given unless a request says otherwise. */
    private static final int MOST = 5;

    /**
     * Words of a question and the box of what they name.
     *
     * @param words a stretch of the question, counted in code points
     * @param box in pixels of the image; one that reaches over the image's edge is cut there
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

    /** Asks with a question that must not be too long. */
    public AnswerRequest(
            Image image, String question, List<Mention> mentions, List<String> answers, int most) {
        this(image, question, mentions, answers, most, false);
    }

    /** The same request with its question cut where it is too long. */
    public AnswerRequest truncated() {
        return new AnswerRequest(image, question, mentions, answers, most, true);
    }

    /** Asks for the best answers of the model's own list. */
    public AnswerRequest(Image image, String question) {
        this(image, question, List.of(), List.of(), MOST);
    }
}
