package io.github.pevl.image;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Prepares images for the network: resizes them to a square, ignoring the aspect ratio, scales
 * values to 0..1, and normalises them by the mean and deviation of each colour (CLIP's, as in the
 * original's dataset files). The arithmetic is that of torchvision in 32 bits. Immutable and
 * thread-safe.
 */
public final class ImageProcessor {

    // The digits of CLIP, more than float32 holds.
    @SuppressWarnings("FloatingPointLiteralPrecision")
    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};

    @SuppressWarnings("FloatingPointLiteralPrecision")
    private static final float[] DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    private static final int CHANNELS = RgbImage.CHANNELS;
    private static final float[][] NORMALISED = table();

    private final int side;
    private final Filter filter;

    /**
     * Sets size and filter.
     *
     * @param side width and height in pixels, at least 1
     * @throws IllegalArgumentException if the side is not positive
     */
    public ImageProcessor(int side, Filter filter) {
        if (side < 1) {
            throw new IllegalArgumentException(
                    "Images cannot be %d pixels wide.".formatted(side)
                            + " The side is the model's: 512, or 256 for GQA.");
        }
        this.side = side;
        this.filter = filter;
    }

    /**
     * Opens an image file with the default options of {@link ImageDecoder}.
     *
     * @throws IOException if the file is missing, is not an image that can be read, is cut off, or
     *     is larger than the decoder's limits
     */
    public static Image open(Path file) throws IOException {
        return ImageDecoder.builder().build().decode(file).image();
    }

    /** The filter that resizes images. */
    public Filter filter() {
        return filter;
    }

    /** The width and height of the normalised image. */
    public int side() {
        return side;
    }

    /**
     * Resizes and normalises an image.
     *
     * @return values of about -1.8 to 2.2, shape (3, side, side)
     */
    public float[] read(Image image) {
        return normalise(RgbImage.of(image).resize(side, side, filter));
    }

    /**
     * Resizes and normalises an image.
     *
     * @return an array of {@code manager}, of shape (1, 3, side, side)
     */
    public NDArray read(NDManager manager, Image image) {
        return manager.create(read(image), new Shape(1, CHANNELS, side, side));
    }

    /**
     * Normalises an image without resizing it.
     *
     * @return values of about -1.8 to 2.2, shape (3, height, width)
     */
    public static float[] normalise(RgbImage image) {
        byte[] pixels = image.pixels();
        int area = image.width() * image.height();
        float[] values = new float[pixels.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] table = NORMALISED[channel];
            for (int i = 0; i < area; i++) {
                values[channel * area + i] = table[pixels[i * CHANNELS + channel] & 0xff];
            }
        }
        return values;
    }

    /** The normalised value of each byte of each colour. */
    private static float[][] table() {
        float[][] table = new float[CHANNELS][256];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int value = 0; value < 256; value++) {
                table[channel][value] = (value / 255f - MEAN[channel]) / DEVIATION[channel];
            }
        }
        return table;
    }
}
