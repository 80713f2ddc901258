package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

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
        if (image == null) {
            throw new IllegalArgumentException(
                    "The request has no picture. Open one with PictureReader.open.");
        }
        if (expressions.isEmpty() || expressions.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "The request has no expression. Give one or more, such as \"the red cup\".");
        }
        expressions = List.copyOf(expressions);
        if (alternatives < 1) {
            throw new IllegalArgumentException(
                    "alternatives is " + alternatives + "; it must be at least 1.");
        }
    }

    /** Asks for the best box of each expression. */
    public GroundingRequest(Image image, String... expressions) {
        this(image, Arrays.asList(expressions), 1);
    }
}
