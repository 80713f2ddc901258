package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import java.util.Arrays;
import java.util.List;

/**
 * A picture and expressions, each naming one object in it.
 *
 * @param image the picture, of any size
 * @param expressions such as "the small red star left of the blue circle"; at least one, each with
 *     a word
 * @param alternatives the most boxes to answer for each expression, the best first; at least 1
 */
public record GroundingRequest(Image image, List<String> expressions, int alternatives) {

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming what is missing
     */
    public GroundingRequest {
        Checks.picture(image);
        expressions = Checks.some("expressions", 1, expressions);
        Checks.atLeastOne("alternatives", alternatives);
    }

    /** Asks for the best box of each expression. */
    public GroundingRequest(Image image, String... expressions) {
        this(image, Arrays.asList(expressions), 1);
    }
}
