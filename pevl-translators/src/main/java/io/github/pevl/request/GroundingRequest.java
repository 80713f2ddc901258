package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import java.util.Arrays;
import java.util.List;

/**
 * An image and expressions, each of which names one object in it.
 *
 * <p>Special tokens have no effect in a request: {@code [MASK]}, {@code [SEP]}, {@code @@}, {@code
 * [pos_7]} and the like are read as punctuation and words, in upper or lower case.
 *
 * @param image the image, of any size
 * @param expressions such as "the small red star left of the blue circle"; at least one, each with
 *     a word
 * @param boxOffsets where the masked box of each expression is inserted: the index, in code points,
 *     of the character after it, as evaluation on captions needs it; empty to append all of them,
 *     as the published models expect for referring expressions
 * @param alternatives the maximum number of boxes returned for each expression, best first; at
 *     least 1
 * @param allBoxes whether all objects that an expression means are to be found, and counted,
 *     instead of the likeliest; {@code alternatives} must then be 1
 */
public record GroundingRequest(
        Image image,
        List<String> expressions,
        List<Integer> boxOffsets,
        int alternatives,
        boolean allBoxes) {

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
        if (allBoxes && alternatives > 1) {
            throw new IllegalArgumentException(
                    "alternatives is %d, but all boxes are asked for, which leaves no alternatives; leave one of them out."
                            .formatted(alternatives));
        }
    }

    /** Asks for the likeliest boxes of each expression. */
    public GroundingRequest(
            Image image, List<String> expressions, List<Integer> boxOffsets, int alternatives) {
        this(image, expressions, boxOffsets, alternatives, false);
    }

    /** Asks for all boxes that each expression means. */
    public static GroundingRequest all(Image image, String... expressions) {
        return new GroundingRequest(image, Arrays.asList(expressions), List.of(), 1, true);
    }

    /** Asks with masked boxes at the end of the expressions. */
    public GroundingRequest(Image image, List<String> expressions, int alternatives) {
        this(image, expressions, List.of(), alternatives);
    }

    /** Asks for the best box of each expression. */
    public GroundingRequest(Image image, String... expressions) {
        this(image, Arrays.asList(expressions), 1);
    }
}
