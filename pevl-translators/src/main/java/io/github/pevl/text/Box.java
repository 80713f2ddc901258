package io.github.pevl.text;

/**
 * A box in an image, by its corners in pixels: x to the right, y downwards, both from the upper
 * left corner of the image. The corners are finite and in order; they may lie outside the image, as
 * annotated boxes sometimes do.
 *
 * <p>A box is measured between its edges. For the counting of edge pixels that accuracy is measured
 * by, see {@link PixelArea}.
 *
 * @param x1 left edge
 * @param y1 upper edge
 * @param x2 right edge, at least {@code x1}
 * @param y2 lower edge, at least {@code y1}
 */
public record Box(double x1, double y1, double x2, double y2) {

    /**
     * Checks the corners.
     *
     * @throws IllegalArgumentException if a corner is not finite, or the corners are not in order
     */
    public Box {
        boolean finite =
                Double.isFinite(x1)
                        && Double.isFinite(y1)
                        && Double.isFinite(x2)
                        && Double.isFinite(y2);
        if (!finite || x1 > x2 || y1 > y2) {
            throw new IllegalArgumentException(
                    "Box (%s, %s, %s, %s) is not a box.".formatted(x1, y1, x2, y2)
                            + " Corners are finite pixels (x1, y1, x2, y2) with x1 <= x2 and"
                            + " y1 <= y2; for a corner with width and height use Box.ofXywh.");
        }
    }

    /**
     * A box from its upper left corner and its size, as COCO's annotations write it.
     *
     * @throws IllegalArgumentException if a number is not finite or a size is negative
     */
    public static Box ofXywh(double x, double y, double width, double height) {
        if (!(width >= 0) || !(height >= 0)) {
            throw new IllegalArgumentException(
                    "Box at (%s, %s) has the size %s x %s.".formatted(x, y, width, height)
                            + " Width and height are pixels, 0 or more; for two corners use"
                            + " new Box(x1, y1, x2, y2).");
        }
        return new Box(x, y, x + width, y + height);
    }

    /** Distance of the left and the right edge, in pixels. */
    public double width() {
        return x2 - x1;
    }

    /** Distance of the upper and the lower edge, in pixels. */
    public double height() {
        return y2 - y1;
    }
}
