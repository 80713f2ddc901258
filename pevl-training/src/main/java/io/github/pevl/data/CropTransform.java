package io.github.pevl.data;

import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.FloatBox;
import io.github.pevl.text.OutOfBounds;
import io.github.pevl.text.PositionTokens;
import java.util.Optional;

/**
 * What augmentation made of an image: it was resized, a part was cut out, and that was perhaps
 * mirrored. Boxes and words follow; boxes step by step as the original's tensors do, see {@link
 * FloatBox}.
 *
 * @param fullWidth the resized image's width in pixels, before cutting
 * @param fullHeight the resized image's height in pixels, before cutting
 * @param left first column of the part
 * @param top first row of the part
 * @param width of the part, at least 1
 * @param height of the part, at least 1
 * @param mirrored whether the part was mirrored about its vertical axis
 */
public record CropTransform(
        int fullWidth, int fullHeight, int left, int top, int width, int height, boolean mirrored) {

    /**
     * Checks that the part lies in the image.
     *
     * @throws IllegalArgumentException if it does not, or is empty
     */
    public CropTransform {
        boolean inside =
                left >= 0
                        && top >= 0
                        && width >= 1
                        && height >= 1
                        && left + width <= fullWidth
                        && top + height <= fullHeight;
        if (!inside) {
            throw new IllegalArgumentException(
                    "A part of %d x %d pixels at (%d, %d) leaves the image of %d x %d."
                            .formatted(width, height, left, top, fullWidth, fullHeight));
        }
    }

    /** The image as it is. */
    public static CropTransform whole(int width, int height) {
        return new CropTransform(width, height, 0, 0, width, height, false);
    }

    /** The same part, mirrored if it was not. */
    public CropTransform mirror() {
        return new CropTransform(fullWidth, fullHeight, left, top, width, height, !mirrored);
    }

    /**
     * The position tokens of a box in this view. As published, a part is mirrored last, after the
     * resize to a square, and a box that only touches its edge is written there.
     *
     * @param box in pixels of the annotated image
     * @param annotatedWidth of that image
     * @param annotatedHeight of that image
     * @param outside what becomes of a box beyond the part's edge
     * @return empty if the box lies outside the part and {@code outside} says to skip it
     */
    public Optional<BoxBins> bins(
            Box box, int annotatedWidth, int annotatedHeight, OutOfBounds outside) {
        FloatBox placed = place(box, annotatedWidth, annotatedHeight);
        boolean misses =
                placed.x2() < 0 || placed.y2() < 0 || placed.x1() > width || placed.y1() > height;
        if (misses && outside == OutOfBounds.SKIP) {
            return Optional.empty();
        }
        int bins = PositionTokens.BINS;
        FloatBox square = placed.cut(width, height).resize(width, height, bins, bins);
        return Optional.of(
                PositionTokens.encode(mirrored ? square.mirror(bins) : square, bins, bins));
    }

    /** A sentence about this view: left and right are exchanged if it is mirrored. */
    public String words(String sentence) {
        return mirrored ? Mirror.text(sentence) : sentence;
    }

    /** Whether all that the image holds of a box lies in the part. */
    boolean keeps(Box box, int annotatedWidth, int annotatedHeight) {
        FloatBox placed = place(box, annotatedWidth, annotatedHeight);
        return Math.max(placed.x1(), -left) >= 0
                && Math.max(placed.y1(), -top) >= 0
                && Math.min(placed.x2(), fullWidth - left) <= width
                && Math.min(placed.y2(), fullHeight - top) <= height;
    }

    /** The box in pixels of the part, not mirrored yet. */
    private FloatBox place(Box box, int annotatedWidth, int annotatedHeight) {
        return FloatBox.of(box)
                .resize(annotatedWidth, annotatedHeight, fullWidth, fullHeight)
                .from(left, top);
    }
}
