package io.github.pevl.request;

import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * Whether an expression means anything in the image, as the matching head says about the
     * expression with the found box behind it.
     *
     * @param probability that it does, 0 to 1. It is calibrated where there is a threshold: of the
     *     expressions with 0.8, about 80 % mean something
     * @param threshold the least probability of what counts as found, chosen on validation data;
     *     null for a model without calibration, whose probability is only a score
     */
    public record Presence(double probability, @Nullable Double threshold) {

        /** Whether it counts as found; always without calibration. */
        public boolean found() {
            return threshold == null || probability >= threshold;
        }
    }

    /**
     * The answer to one expression.
     *
     * @param expression as requested
     * @param candidates boxes, best first; at least one, even if nothing is found
     * @param tokensCut the number of tokens at the end of the expression that were dropped because
     *     it was too long
     * @param presence whether the expression means anything; null if that was not asked
     * @param count how many of the candidates, from the first, the expression means: 0 if nothing
     *     is found, otherwise 1 or, if all boxes were requested, the number of objects
     */
    public record Grounding(
            String expression,
            List<GroundedBox> candidates,
            int tokensCut,
            @Nullable Presence presence,
            int count) {

        /** Copies the list. */
        public Grounding {
            candidates = List.copyOf(candidates);
            Objects.checkIndex(count, candidates.size() + 1);
        }

        /** An answer of a model that was not asked whether the expression means anything. */
        public Grounding(String expression, List<GroundedBox> candidates, int tokensCut) {
            this(expression, candidates, tokensCut, null, 1);
        }

        /** The boxes that the expression means; empty if nothing is found. */
        public List<GroundedBox> found() {
            return candidates.subList(0, count);
        }

        /** The best box, even if it is not what the expression means. */
        public GroundedBox best() {
            return candidates.get(0);
        }
    }

    /**
     * Converts to DJL's type: an object for each box that an expression means, in the order of the
     * request, with the expression as its name, and the box as fractions of the image. That is the
     * best box of each expression, unless the model says that there is nothing, or all boxes were
     * requested.
     */
    public DetectedObjects toDetectedObjects() {
        return toDetectedObjects(false);
    }

    /**
     * In DJL's form, with all candidates of each expression that is found, the best first, or only
     * those that it means.
     *
     * @param alternatives whether all candidates are wanted
     */
    public DetectedObjects toDetectedObjects(boolean alternatives) {
        List<String> names = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        List<BoundingBox> boxes = new ArrayList<>();
        for (Grounding grounding : groundings) {
            boolean all = alternatives && grounding.count() > 0;
            for (GroundedBox box : all ? grounding.candidates() : grounding.found()) {
                names.add(grounding.expression());
                probabilities.add(box.probability());
                boxes.add(PositionTokens.fractions(box.bins()));
            }
        }
        return new DetectedObjects(names, probabilities, boxes);
    }
}
