package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.Arrays;
import java.util.List;

/**
 * An image and expressions, each naming one object in it.
 *
 * <p>No word of the request is one of the network's own: {@code [MASK]}, {@code [SEP]}, {@code @@},
 * {@code [pos_7]} and their like are read as punctuation and words, in any case.
 *
 * @param image the image, of any size
 * @param expressions such as "the small red star left of the blue circle"; at least one, each with
 *     a word
 * @param boxOffsets where the box of each expression is asked for: the character that it stands
 *     before, counted in code points, as in captions to evaluate on; empty to ask behind all of
 *     them, as the published models expect it of referring expressions
 * @param alternatives the most boxes to answer for each expression, the best first; at least 1
 */
public record GroundingRequest(
        Image image, List<String> expressions, List<Integer> boxOffsets, int alternatives) {

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming what is missing
     */
    public GroundingRequest {
        Checks.image(image);
        expressions = Checks.some("expressions", 1, expressions);
        boxOffsets = Checks.any("boxOffsets", boxOffsets);
        if (!boxOffsets.isEmpty() && boxOffsets.size() != expressions.size()) {
            throw new IllegalArgumentException(
                    "boxOffsets has %d entries for %d expressions; give one each, or none."
                            .formatted(boxOffsets.size(), expressions.size()));
        }
        Checks.atLeastOne("alternatives", alternatives);
    }

    /** Asks for boxes behind the expressions. */
    public GroundingRequest(Image image, List<String> expressions, int alternatives) {
        this(image, expressions, List.of(), alternatives);
    }

    /** Asks for the best box of each expression. */
    public GroundingRequest(Image image, String... expressions) {
        this(image, Arrays.asList(expressions), 1);
    }
}
