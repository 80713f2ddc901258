package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;

/**
 * The image that annotated boxes must lie in.
 *
 * @param place of what is annotated
 * @param faults told of boxes that do not
 * @param width in pixels, as annotated
 * @param height in pixels, as annotated
 */
record ImageBounds(SourceLocation place, AnnotationErrors faults, int width, int height) {

    /** How far a box may leave the image unremarked: rounding. */
    private static final double TOLERANCE = 1;

    /** Remarks an image file of another size. */
    void compareSize(String field, Path image) {
        faults.requireSize(place, field, new AnnotationErrors.Sized(image, width, height));
    }

    /** Refuses a box beside the image, and remarks one that reaches beyond it. */
    Box checked(String field, Box box) {
        SampleChecks.requireInside(box, width, height);
        double beyond =
                Math.max(
                        Math.max(-box.x1(), -box.y1()),
                        Math.max(box.x2() - width, box.y2() - height));
        if (beyond > TOLERANCE) {
            faults.problem(
                    place,
                    field,
                    "Box (%s, %s, %s, %s) reaches beyond the image of %d x %d pixels."
                            .formatted(box.x1(), box.y1(), box.x2(), box.y2(), width, height));
        }
        return box;
    }

    /** The part of a box in the image; there is one. */
    Box cut(Box box) {
        return new Box(
                Math.max(box.x1(), 0),
                Math.max(box.y1(), 0),
                Math.min(box.x2(), width),
                Math.min(box.y2(), height));
    }
}
