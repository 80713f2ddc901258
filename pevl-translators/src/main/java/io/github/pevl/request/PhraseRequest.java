package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.List;

/**
 * An image and a caption whose phrases name objects in it. The answer is a {@link GroundingResult}
 * with a grounding for each phrase, in the order of the request.
 *
 * <p>No word of the request is one of the network's own: {@code [MASK]}, {@code [SEP]}, {@code @@},
 * {@code [pos_7]} and their like are read as punctuation and words, in any case.
 *
 * @param image the image, of any size
 * @param caption such as "a red cup left of a blue ball"
 * @param phrases which stretches of the caption name an object, counted in code points; at least
 *     one
 * @param together whether all boxes are open in one text, which is fast and lets the answers depend
 *     on each other; else each phrase has a text of its own in which only its box is open
 * @param alternatives the most boxes to answer for each phrase, the best first; at least 1
 * @param truncate whether words are cut off the end of a text that is too long for the model; else
 *     such a text is refused by {@link TextTooLongException}. Where a box lies behind the limit,
 *     each phrase is asked in a text of its own
 */
public record PhraseRequest(
        Image image,
        String caption,
        List<Span> phrases,
        boolean together,
        int alternatives,
        boolean truncate) {

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public PhraseRequest {
        Checks.image(image);
        Checks.words("caption", caption, "a red cup left of a blue ball");
        phrases = Checks.some("phrases", 1, phrases);
        for (Span phrase : phrases) {
            Checks.words("phrase", phrase.of(caption), "a red cup");
        }
        Checks.atLeastOne("alternatives", alternatives);
    }

    /** Asks with a caption that must not be too long. */
    public PhraseRequest(
            Image image, String caption, List<Span> phrases, boolean together, int alternatives) {
        this(image, caption, phrases, together, alternatives, false);
    }

    /** The same request with its caption cut where it is too long. */
    public PhraseRequest truncated() {
        return new PhraseRequest(image, caption, phrases, together, alternatives, true);
    }

    /**
     * Asks for the best box of phrases that are found in the caption, all together. Upper and lower
     * case count the same; a phrase that is given twice is found at its second place, too.
     *
     * @throws IllegalArgumentException if the caption does not hold a phrase as whole words
     */
    public static PhraseRequest find(Image image, String caption, String... phrases) {
        Checks.words("caption", caption, "a red cup left of a blue ball");
        for (String phrase : phrases) {
            Checks.words("phrase", phrase, "a red cup");
        }
        return new PhraseRequest(image, caption, Span.find(caption, List.of(phrases)), true, 1);
    }
}
