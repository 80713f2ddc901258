package io.github.pevl.internal.augment;

import io.github.pevl.text.Box;

/**
 * A box in the transforms of a dataset. The original keeps boxes in float32 tensors and rounds
 * after every step ({@code resize}, {@code crop} and {@code hflip} in its {@code dataset/*.py}),
 * which decides where a box on the border of two position tokens falls.
 *
 * <p>Corners are pixels of the image after the last step. They may lie outside it until {@link
 * #cut}.
 *
 * @param x1 left edge
 * @param y1 upper edge
 * @param x2 right edge, at least {@code x1}
 * @param y2 lower edge, at least {@code y1}
 */
record FloatBox(float x1, float y1, float x2, float y2) {

    /** A box, each corner rounded to float32. */
    static FloatBox of(Box box) {
        return new FloatBox((float) box.x1(), (float) box.y1(), (float) box.x2(), (float) box.y2());
    }

    /**
     * Follows a resize of the image. The ratios are quotients of doubles, rounded to float32.
     *
     * @param width of the image before, in pixels, at least 1
     * @param height of the image before, in pixels, at least 1
     * @param newWidth of the image after, in pixels, at least 1
     * @param newHeight of the image after, in pixels, at least 1
     */
    FloatBox resize(int width, int height, int newWidth, int newHeight) {
        float x = (float) ((double) newWidth / width);
        float y = (float) ((double) newHeight / height);
        return new FloatBox(x1 * x, y1 * y, x2 * x, y2 * y);
    }

    /** Moves the origin to a pixel of the image, the upper left one of a part. */
    FloatBox from(int left, int top) {
        return new FloatBox(x1 - left, y1 - top, x2 - left, y2 - top);
    }

    /** Moves corners beyond the edge of an image of this size, in pixels, to the edge. */
    FloatBox cut(int width, int height) {
        return new FloatBox(
                Math.max(Math.min(x1, width), 0),
                Math.max(Math.min(y1, height), 0),
                Math.max(Math.min(x2, width), 0),
                Math.max(Math.min(y2, height), 0));
    }

    /** The same corners; their order is that of a box. */
    Box toBox() {
        return new Box(x1, y1, x2, y2);
    }

    /** Follows the mirroring of an image of this width, in pixels, about its vertical axis. */
    FloatBox mirror(int width) {
        return new FloatBox(width - x2, y1, width - x1, y2);
    }
}
