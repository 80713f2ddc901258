package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;

/**
 * The bounds of an image, in which annotated boxes must lie.
 *
 * @param location of the annotation
 * @param errors receives boxes that do not
 * @param width in pixels, as annotated
 * @param height in pixels, as annotated
 */
record ImageBounds(SourceLocation location, AnnotationErrors errors, int width, int height) {

    /** How far a box may leave the image without a report: rounding. */
    private static final double TOLERANCE = 1;

    /** Reports an image file of another size. */
    void compareSize(String field, Path image) {
        errors.requireSize(
                location, field, new AnnotationErrors.AnnotatedSize(image, width, height));
    }

    /** Refuses a box outside the image, and reports one that reaches beyond it. */
    Box checked(String field, Box box) {
        SampleChecks.requireInside(box, width, height);
        double beyond =
                Math.max(
                        Math.max(-box.x1(), -box.y1()),
                        Math.max(box.x2() - width, box.y2() - height));
        if (beyond > TOLERANCE) {
            errors.problem(
                    location,
                    field,
                    "Box (%s, %s, %s, %s) reaches beyond the image of %d x %d pixels."
                            .formatted(box.x1(), box.y1(), box.x2(), box.y2(), width, height));
        }
        return box;
    }

    /** Clips a box, which lies at least partly in the image. */
    Box clip(Box box) {
        return new Box(
                Math.max(box.x1(), 0),
                Math.max(box.y1(), 0),
                Math.min(box.x2(), width),
                Math.min(box.y2(), height));
    }
}
