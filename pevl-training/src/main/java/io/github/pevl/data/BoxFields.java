package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads the boxes of an entry.
 *
 * @param entry the entry
 * @param bounds of the image
 */
record BoxFields(AnnotationEntry entry, ImageBounds bounds) {

    private static final String CORNERS = "a box [x1, y1, x2, y2] in pixels";
    private static final String SIZE = "a box [x, y, width, height] in pixels";

    /** The longer side of the image as Visual Genome's boxes are annotated. */
    private static final double GENOME_SIDE = 1024;

    /**
     * The boxes of an entry.
     *
     * @param size the object with the width and height of the image
     */
    static BoxFields of(AnnotationEntry entry, AnnotationEntry size) {
        int width = size.pixels("width");
        int height = size.pixels("height");
        return new BoxFields(
                entry, new ImageBounds(entry.location(), entry.errors(), width, height));
    }

    /** The boxes of an entry that has the size of its image itself. */
    static BoxFields of(AnnotationEntry entry) {
        return of(entry, entry);
    }

    int width() {
        return bounds.width();
    }

    int height() {
        return bounds.height();
    }

    /** The image that a field names; a file of another size is reported. */
    Path image(String field) {
        Path image = entry.image(field);
        bounds.compareSize(field, image);
        return image;
    }

    /** Boxes by their corners, as annotated. */
    List<Box> corners(String field) {
        return corners(field, 4, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** The same, each followed by a detector's score, which is dropped. */
    List<Box> scoredCorners(String field) {
        return corners(field, 5, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Boxes by their corners, clipped to the image, as published. */
    List<Box> clippedCorners(String field) {
        return corners(field, 4, UnaryOperator.identity(), bounds::clip);
    }

    /** Boxes by their corners, in an image whose longer side is 1024. */
    List<Box> genomeCorners(String field) {
        int longer = Math.max(width(), height());
        UnaryOperator<Box> scale =
                box ->
                        new Box(
                                box.x1() / GENOME_SIDE * longer,
                                box.y1() / GENOME_SIDE * longer,
                                box.x2() / GENOME_SIDE * longer,
                                box.y2() / GENOME_SIDE * longer);
        return corners(field, 4, scale, UnaryOperator.identity());
    }

    private List<Box> corners(
            String field, int maxNumbers, UnaryOperator<Box> before, UnaryOperator<Box> after) {
        return entry.eachNamed(
                field,
                CORNERS,
                (where, value) -> {
                    double[] corners = AnnotationEntry.tuple(value, 4, maxNumbers);
                    Box box = new Box(corners[0], corners[1], corners[2], corners[3]);
                    return after.apply(bounds.checked(where, before.apply(box)));
                });
    }

    /** A box by its upper left corner and size, as annotated. */
    Box sized(String field) {
        return entry.read(
                field,
                SIZE,
                value -> bounds.checked(field, ofSize(AnnotationEntry.tuple(value, 4, 4))));
    }

    static Box ofSize(double[] xywh) {
        return Box.ofXywh(xywh[0], xywh[1], xywh[2], xywh[3]);
    }
}
