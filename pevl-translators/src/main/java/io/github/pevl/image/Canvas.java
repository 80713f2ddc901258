package io.github.pevl.image;

import io.github.pevl.internal.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** The target of decoders: three bytes a pixel, initially black. */
final class Canvas {

    private static final int CHANNELS = RgbImage.CHANNELS;

    final int width;
    final int height;
    private final BufferedImage image;
    private final byte[] pixels; // blue, green, red

    Canvas(int width, int height) {
        this(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR));
    }

    /** Wraps an image of the type {@code TYPE_3BYTE_BGR} without copying it. */
    private Canvas(BufferedImage image) {
        this.image = image;
        width = image.getWidth();
        height = image.getHeight();
        pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** An image as a canvas; copied unless it has the layout of one. */
    static Canvas of(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && image.getRaster().getParent() == null) {
            return new Canvas(image);
        }
        return of(RgbImage.of(image));
    }

    private static Canvas of(RgbImage image) {
        Canvas canvas = new Canvas(image.width(), image.height());
        byte[] pixels = image.pixels();
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                int at = (y * canvas.width + x) * CHANNELS;
                canvas.set(x, y, pixels[at], pixels[at + 1], pixels[at + 2]);
            }
        }
        return canvas;
    }

    BufferedImage image() {
        return image;
    }

    /** Sets a pixel to a colour, 0xRRGGBB. */
    void set(int x, int y, int colour) {
        int at = (y * width + x) * CHANNELS;
        pixels[at] = (byte) colour;
        pixels[at + 1] = (byte) (colour >> 8);
        pixels[at + 2] = (byte) (colour >> 16);
    }

    /** Sets a pixel to colours of 0 to 255. */
    void set(int x, int y, int red, int green, int blue) {
        int at = (y * width + x) * CHANNELS;
        pixels[at] = (byte) blue;
        pixels[at + 1] = (byte) green;
        pixels[at + 2] = (byte) red;
    }

    /** Sets a pixel to a grey of 0 to 255. */
    void grey(int x, int y, int value) {
        set(x, y, value, value, value);
    }

    /**
     * The image turned upright.
     *
     * @param orientation EXIF orientation, 1 to 8
     */
    Canvas upright(int orientation) {
        if (orientation == Exif.UPRIGHT) {
            return this;
        }
        boolean exchanged = orientation >= 5;
        boolean fromRight =
                orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom =
                orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        Canvas turned = exchanged ? new Canvas(height, width) : new Canvas(width, height);
        for (int y = 0; y < turned.height; y++) {
            for (int x = 0; x < turned.width; x++) {
                int column = exchanged ? y : x;
                int row = exchanged ? x : y;
                int from =
                        ((fromBottom ? height - 1 - row : row) * width
                                        + (fromRight ? width - 1 - column : column))
                                * CHANNELS;
                int to = (y * turned.width + x) * CHANNELS;
                turned.pixels[to] = pixels[from];
                turned.pixels[to + 1] = pixels[from + 1];
                turned.pixels[to + 2] = pixels[from + 2];
            }
        }
        return turned;
    }
}
