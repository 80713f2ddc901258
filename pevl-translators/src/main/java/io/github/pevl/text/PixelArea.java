package io.github.pevl.text;

/**
 * A box as grounding accuracy measures it: upper left pixel and size, edge pixels included, so that
 * the corners x1 and x2 span {@code x2 - x1 + 1} pixels. Annotated boxes (x, y, width, height) are
 * compared as they are.
 *
 * <p>A model may predict corners in the wrong order: width and height are then zero or negative,
 * and such an area overlaps with nothing.
 *
 * <p>Source: {@code computeIoU} and {@code grounding_test} in the original's {@code
 * run_grounding_train.py}.
 *
 * @param x left pixel
 * @param y upper pixel
 * @param width pixels from the left to the right edge, both counted
 * @param height pixels from the upper to the lower edge, both counted
 */
public record PixelArea(double x, double y, double width, double height) {

    /** The area that spans two corners, in whatever order they are. */
    static PixelArea ofCorners(double x1, double y1, double x2, double y2) {
        return new PixelArea(x1, y1, x2 - x1 + 1, y2 - y1 + 1);
    }

    /** The area of a box, its edge pixels counted. */
    public static PixelArea of(Box box) {
        return ofCorners(box.x1(), box.y1(), box.x2(), box.y2());
    }

    /**
     * Intersection over union, with edge pixels counted. As in the original, areas that share only
     * one row or column of pixels do not overlap.
     *
     * @return 0 to 1; 0 if one of the areas is inverted or empty
     */
    public double iou(PixelArea other) {
        double left = Math.max(x, other.x);
        double top = Math.max(y, other.y);
        double right = Math.min(lastX(), other.lastX());
        double bottom = Math.min(lastY(), other.lastY());
        if (!(left < right && top < bottom)) {
            return 0;
        }
        double shared = (right - left + 1) * (bottom - top + 1);
        return shared / (width * height + other.width * other.height - shared);
    }

    /** The box between the corners, for drawing: inverted corners are put in order. */
    public Box toBox() {
        return new Box(
                Math.min(x, lastX()),
                Math.min(y, lastY()),
                Math.max(x, lastX()),
                Math.max(y, lastY()));
    }

    private double lastX() {
        return x + width - 1;
    }

    private double lastY() {
        return y + height - 1;
    }
}
