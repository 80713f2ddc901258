package io.github.pevl.request;

import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the objects are that the expressions of a request name.
 *
 * @param width the image's width, pixels
 * @param height the image's height, pixels
 * @param groundings one for each expression, in the order of the request
 */
public record GroundingResult(int width, int height, List<Grounding> groundings) {

    /** Copies the list. */
    public GroundingResult {
        groundings = List.copyOf(groundings);
    }

    /**
     * The answer to one expression.
     *
     * @param expression as requested
     * @param candidates boxes, best first; at least one
     * @param tokensCut the number of tokens at the end of the expression that were dropped because
     *     it was too long
     */
    public record Grounding(String expression, List<GroundedBox> candidates, int tokensCut) {

        /** Copies the list. */
        public Grounding {
            candidates = List.copyOf(candidates);
        }

        /** The best box. */
        public GroundedBox best() {
            return candidates.get(0);
        }
    }

    /**
     * Converts to DJL's type: one object for each expression, in the order of the request, with the
     * expression as its name, and its best box as fractions of the image.
     */
    public DetectedObjects toDetectedObjects() {
        return toDetectedObjects(false);
    }

    /**
     * In DJL's form, with all boxes of each expression, the best first, or only the best.
     *
     * @param alternatives whether all boxes are meant
     */
    public DetectedObjects toDetectedObjects(boolean alternatives) {
        List<String> names = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        List<BoundingBox> boxes = new ArrayList<>();
        for (Grounding grounding : groundings) {
            int count = alternatives ? grounding.candidates().size() : 1;
            for (GroundedBox box : grounding.candidates().subList(0, count)) {
                names.add(grounding.expression());
                probabilities.add(box.probability());
                boxes.add(PositionTokens.fractions(box.bins()));
            }
        }
        return new DetectedObjects(names, probabilities, boxes);
    }
}
