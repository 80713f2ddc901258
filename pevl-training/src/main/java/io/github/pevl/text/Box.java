package io.github.pevl.text;

/**
 * A box in pixels. Stands in for the record of this very name in pevl-translators: delete this file
 * (the whole folder) when that one is merged, nothing else changes.
 *
 * @param x1 left edge
 * @param y1 top edge
 * @param x2 right edge, at least {@code x1}
 * @param y2 bottom edge, at least {@code y1}
 */
public record Box(double x1, double y1, double x2, double y2) {
    public Box {
        if (!Double.isFinite(x1 + y1 + x2 + y2) || x1 > x2 || y1 > y2) {
            throw new IllegalArgumentException(
                    "Box (%s, %s, %s, %s) is not a box.".formatted(x1, y1, x2, y2));
        }
    }
}
