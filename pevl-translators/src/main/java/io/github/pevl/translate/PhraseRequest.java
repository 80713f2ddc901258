package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.prompt.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture and a caption whose phrases name objects in it. The answer is a {@link GroundingResult}
 * with a grounding for each phrase, in the order of the request.
 *
 * @param image the picture, of any size
 * @param caption such as "a red cup left of a blue ball"
 * @param phrases which stretches of the caption name an object; at least one
 * @param together whether all boxes are open in one text, which is fast and lets the answers depend
 *     on each other; else each phrase has a text of its own in which only its box is open
 * @param alternatives the most boxes to answer for each phrase, the best first; at least 1
 */
public record PhraseRequest(
        Image image, String caption, List<Span> phrases, boolean together, int alternatives) {

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public PhraseRequest {
        Checks.picture(image);
        Checks.words("caption", caption, "a red cup left of a blue ball");
        phrases = Checks.some("phrases", 1, phrases);
        for (Span phrase : phrases) {
            Checks.words("phrase", phrase.of(caption), "a red cup");
        }
        Checks.atLeastOne("alternatives", alternatives);
    }

    /**
     * Asks for the best box of phrases that are found in the caption, all together. Upper and lower
     * case count the same; a phrase that is given twice is found at its second place, too.
     *
     * @throws IllegalArgumentException if the caption does not hold a phrase as whole words
     */
    public static PhraseRequest find(Image image, String caption, String... phrases) {
        Checks.words("caption", caption, "a red cup left of a blue ball");
        List<Span> spans = new ArrayList<>();
        for (String phrase : phrases) {
            Checks.words("phrase", phrase, "a red cup");
            spans.add(find(caption, phrase, spans));
        }
        return new PhraseRequest(image, caption, spans, true, 1);
    }

    private static Span find(String caption, String phrase, List<Span> taken) {
        String text = caption.toLowerCase(Locale.ROOT);
        String sought = phrase.toLowerCase(Locale.ROOT);
        for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
            Span span = new Span(at, at + sought.length());
            if (wholeWords(text, span) && !taken.contains(span)) {
                return span;
            }
        }
        throw new IllegalArgumentException(
                "The caption \"%s\" does not hold the phrase \"%s\"%s. Phrases are whole words of it."
                        .formatted(caption, phrase, taken.isEmpty() ? "" : " once more"));
    }

    private static boolean wholeWords(String text, Span span) {
        boolean begins = span.begin() == 0 || !letter(text, span.begin() - 1);
        return begins && (span.end() == text.length() || !letter(text, span.end()));
    }

    private static boolean letter(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }
}
