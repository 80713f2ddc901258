package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.List;

/**
 * An image and a caption whose phrases name objects in it. The answer is a {@link GroundingResult}
 * with a grounding for each phrase, in the order of the request.
 *
 * <p>Special tokens have no effect in a request: {@code [MASK]}, {@code [SEP]}, {@code @@}, {@code
 * [pos_7]} and the like are read as punctuation and words, in upper or lower case.
 *
 * @param image the image, of any size
 * @param caption such as "a red cup left of a blue ball"
 * @param phrases the spans of the caption that name an object, in code points; at least one
 * @param together whether one text has the masked boxes of all phrases, which is fast and lets the
 *     answers depend on each other; otherwise each phrase has its own text, in which only its box
 *     is masked
 * @param alternatives the maximum number of boxes returned for each phrase, best first; at least 1
 * @param truncate whether a text that is too long for the model loses words at its end; otherwise
 *     it is refused with a {@link TextTooLongException}. If a box lies beyond the limit, each
 *     phrase has its own text
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

    /** The same request, with its caption truncated if it is too long. */
    public PhraseRequest truncated() {
        return new PhraseRequest(image, caption, phrases, together, alternatives, true);
    }

    /**
     * Asks for the best boxes of phrases that are searched for in the caption, all in one text.
     * Case is ignored; a phrase that is given twice is matched to its second occurrence, too.
     *
     * @throws IllegalArgumentException if the caption does not contain a phrase as whole words
     */
    public static PhraseRequest find(Image image, String caption, String... phrases) {
        Checks.words("caption", caption, "a red cup left of a blue ball");
        for (String phrase : phrases) {
            Checks.words("phrase", phrase, "a red cup");
        }
        return new PhraseRequest(image, caption, Span.find(caption, List.of(phrases)), true, 1);
    }
}
