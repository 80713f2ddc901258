package io.github.pevl.internal.augment;

import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.util.Optional;

/**
 * How an image was augmented: resized, cropped, and perhaps mirrored. Boxes and words are
 * transformed with it; boxes step by step like the original's tensors, see {@link FloatBox}.
 *
 * @param fullWidth width of the resized image before cropping, pixels
 * @param fullHeight height of the resized image before cropping, pixels
 * @param left first column of the crop
 * @param top first row of the crop
 * @param width of the crop, at least 1
 * @param height of the crop, at least 1
 * @param mirrored whether the crop was mirrored about its vertical axis
 */
public record CropTransform(
        int fullWidth, int fullHeight, int left, int top, int width, int height, boolean mirrored) {

    /**
     * Checks that the crop lies in the image.
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
                    "A crop of %d x %d pixels at (%d, %d) leaves the image of %d x %d."
                            .formatted(width, height, left, top, fullWidth, fullHeight));
        }
    }

    /** The whole image, unchanged. */
    public static CropTransform whole(int width, int height) {
        return new CropTransform(width, height, 0, 0, width, height, false);
    }

    /** The same crop, mirrored. */
    public CropTransform mirror() {
        return new CropTransform(fullWidth, fullHeight, left, top, width, height, !mirrored);
    }

    /**
     * The position tokens of a box that the crop shows. As published, a crop is mirrored last,
     * after it was resized to a square, and a box that only touches its edge is written there.
     *
     * @param box in pixels of the annotated image
     * @param annotatedWidth of that image
     * @param annotatedHeight of that image
     * @return empty if the box lies outside the crop
     */
    public Optional<BoxBins> visibleBins(Box box, int annotatedWidth, int annotatedHeight) {
        FloatBox inCrop = toCrop(box, annotatedWidth, annotatedHeight);
        boolean misses =
                inCrop.x2() < 0 || inCrop.y2() < 0 || inCrop.x1() > width || inCrop.y1() > height;
        return misses ? Optional.empty() : Optional.of(bins(inCrop));
    }

    /**
     * The position tokens of a box, each corner clamped to the crop; as {@link #visibleBins} for a
     * box that the crop shows.
     */
    public BoxBins clampedBins(Box box, int annotatedWidth, int annotatedHeight) {
        return bins(toCrop(box, annotatedWidth, annotatedHeight));
    }

    private BoxBins bins(FloatBox inCrop) {
        int bins = PositionTokens.BINS;
        FloatBox square = inCrop.cut(width, height).resize(width, height, bins, bins);
        return PositionTokens.encode((mirrored ? square.mirror(bins) : square).toBox(), bins, bins);
    }

    /** A sentence about the crop: left and right are swapped if it is mirrored. */
    public String words(String sentence) {
        return mirrored ? Mirror.text(sentence) : sentence;
    }

    /** Whether the crop contains all of a box that lies in the image. */
    public boolean keeps(Box box, int annotatedWidth, int annotatedHeight) {
        FloatBox inCrop = toCrop(box, annotatedWidth, annotatedHeight);
        return Math.max(inCrop.x1(), -left) >= 0
                && Math.max(inCrop.y1(), -top) >= 0
                && Math.min(inCrop.x2(), fullWidth - left) <= width
                && Math.min(inCrop.y2(), fullHeight - top) <= height;
    }

    /** The box in pixels of the crop, not mirrored. */
    private FloatBox toCrop(Box box, int annotatedWidth, int annotatedHeight) {
        return FloatBox.of(box)
                .resize(annotatedWidth, annotatedHeight, fullWidth, fullHeight)
                .from(left, top);
    }
}
