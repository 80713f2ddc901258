package io.github.pevl.internal.image;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Extracts the bytes of an image. Samples that are colours are read as stored: {@link
 * BufferedImage#getRGB} would brighten grey images and apply colour profiles, which Pillow does
 * not.
 */
final class RgbPixels {

    private static final int CHANNELS = RgbImage.CHANNELS;

    private RgbPixels() {}

    static RgbImage read(Image image) {
        if (!(image.getWrappedImage() instanceof BufferedImage buffered)) {
            return readArray(image);
        }
        return read(buffered);
    }

    static RgbImage read(BufferedImage image) {
        RgbImage rgb = RgbImage.blank(image.getWidth(), image.getHeight());
        if (isPlain(image)) {
            readSamples(image.getRaster(), image.getColorModel(), rgb);
        } else {
            readColours(image, rgb);
        }
        return rgb;
    }

    /** An image library other than the JDK's: use its array. */
    private static RgbImage readArray(Image image) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = image.toNDArray(manager, Image.Flag.COLOR); // (height, width, 3)
            int height = Math.toIntExact(array.getShape().get(0));
            int width = Math.toIntExact(array.getShape().get(1));
            return new RgbImage(width, height, array.toByteArray());
        }
    }

    /** Whether samples are grey, or red, green and blue, of 8 or 16 bits each. */
    private static boolean isPlain(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int type = model.getTransferType();
        int colours = model.getNumColorComponents();
        return model instanceof ComponentColorModel
                && !model.isAlphaPremultiplied()
                && (colours == 1 || colours == CHANNELS)
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
    }

    private static void readSamples(Raster raster, ColorModel model, RgbImage rgb) {
        int bands = raster.getNumBands();
        int green = model.getNumColorComponents() == 1 ? 0 : 1;
        int drop = model.getTransferType() == DataBuffer.TYPE_BYTE ? 0 : Byte.SIZE;
        int[] row = new int[rgb.width() * bands];
        byte[] pixels = rgb.pixels();
        int to = 0;
        for (int y = 0; y < rgb.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, rgb.width(), 1, row);
            for (int from = 0; from < row.length; from += bands) {
                pixels[to++] = (byte) (row[from] >> drop);
                pixels[to++] = (byte) (row[from + green] >> drop);
                pixels[to++] = (byte) (row[from + 2 * green] >> drop);
            }
        }
    }

    private static void readColours(BufferedImage image, RgbImage rgb) {
        int[] row = new int[rgb.width()];
        byte[] pixels = rgb.pixels();
        int to = 0;
        for (int y = 0; y < rgb.height(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int colour : row) {
                pixels[to++] = (byte) (colour >> 16);
                pixels[to++] = (byte) (colour >> 8);
                pixels[to++] = (byte) colour;
            }
        }
    }
}
