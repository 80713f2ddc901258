package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads the boxes of an entry.
 *
 * @param entry where they stand
 * @param frame the image that they must lie in
 */
record BoxFields(AnnotationEntry entry, ImageBounds frame) {

    private static final String CORNERS = "a box [x1, y1, x2, y2] in pixels";
    private static final String SIZE = "a box [x, y, width, height] in pixels";

    /** The longer side of the frame that Visual Genome's boxes are annotated in. */
    private static final double GENOME_SIDE = 1024;

    /**
     * Of an entry.
     *
     * @param size where the image's width and height stand
     */
    static BoxFields of(AnnotationEntry entry, AnnotationEntry size) {
        int width = size.pixels("width");
        int height = size.pixels("height");
        return new BoxFields(entry, new ImageBounds(entry.place(), entry.faults(), width, height));
    }

    /** Of an entry that names its image's size by itself. */
    static BoxFields of(AnnotationEntry entry) {
        return of(entry, entry);
    }

    int width() {
        return frame.width();
    }

    int height() {
        return frame.height();
    }

    /** The image that a field names; that its file has another size is remarked. */
    Path image(String field) {
        Path image = entry.image(field);
        frame.compareSize(field, image);
        return image;
    }

    /** Boxes by their corners, as annotated. */
    List<Box> corners(String field) {
        return corners(field, 4, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** The same with a detector's score behind each, which is left out. */
    List<Box> scoredCorners(String field) {
        return corners(field, 5, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Boxes by their corners; what reaches beyond the image is cut off, as published. */
    List<Box> cutCorners(String field) {
        return corners(field, 4, UnaryOperator.identity(), frame::cut);
    }

    /** Boxes by their corners in Visual Genome's frame. */
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
            String field, int most, UnaryOperator<Box> before, UnaryOperator<Box> after) {
        return entry.eachNamed(
                field,
                CORNERS,
                (where, value) -> {
                    double[] corners = AnnotationEntry.tuple(value, 4, most);
                    Box box = new Box(corners[0], corners[1], corners[2], corners[3]);
                    return after.apply(frame.checked(where, before.apply(box)));
                });
    }

    /** A box by its upper left corner and size, as annotated. */
    Box sized(String field) {
        return entry.read(
                field,
                SIZE,
                value -> frame.checked(field, ofSize(AnnotationEntry.tuple(value, 4, 4))));
    }

    static Box ofSize(double[] xywh) {
        return Box.ofXywh(xywh[0], xywh[1], xywh[2], xywh[3]);
    }
}
