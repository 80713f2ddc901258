package io.github.pevl.internal.image;

import ai.djl.modality.cv.Image;
import java.awt.image.BufferedImage;

/**
 * An image as plain bytes, for resizing and augmentation.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels red, green, blue of each pixel, row by row from the top left; shape (height, width,
 *     3). Not copied: do not write to the array while others read it
 */
public record RgbImage(int width, int height, byte[] pixels) {

    /** Red, green, blue. */
    public static final int CHANNELS = 3;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a side is not positive or the bytes do not fill the sides
     */
    public RgbImage {
        requireSize(width, height);
        if (pixels.length != width * height * CHANNELS) {
            throw new IllegalArgumentException(
                    "%d bytes do not make an image of %d x %d."
                                    .formatted(pixels.length, width, height)
                            + " Three bytes a pixel are needed: red, green, blue.");
        }
    }

    /** A black image. */
    static RgbImage blank(int width, int height) {
        requireSize(width, height);
        return new RgbImage(width, height, new byte[width * height * CHANNELS]);
    }

    /**
     * The colours of an image as Pillow's {@code convert("RGB")} gives them: grey is repeated,
     * palettes are looked up, transparency is dropped, colour profiles are not applied.
     */
    public static RgbImage of(Image image) {
        return RgbPixels.read(image);
    }

    /** The colours of an image of the JDK, likewise. */
    public static RgbImage of(BufferedImage image) {
        return RgbPixels.read(image);
    }

    /**
     * Resizes the image, bit for bit as Pillow does.
     *
     * @param newWidth pixels, at least 1
     * @param newHeight pixels, at least 1
     * @return this image itself if the size is the same
     * @throws IllegalArgumentException if a side is not positive
     */
    public RgbImage resize(int newWidth, int newHeight, Filter filter) {
        return newWidth == width && newHeight == height
                ? this
                : Resampler.resize(this, newWidth, newHeight, filter);
    }

    private static void requireSize(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / CHANNELS) {
            throw new IllegalArgumentException(
                    "An image cannot have %d x %d pixels.".formatted(width, height)
                            + " Sides are 1 or more, and at most %d pixels in all fit; shrink it."
                                    .formatted(Integer.MAX_VALUE / CHANNELS));
        }
    }
}
