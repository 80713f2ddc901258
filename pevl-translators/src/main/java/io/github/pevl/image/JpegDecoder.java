package io.github.pevl.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG with the JDK's reader, which is libjpeg 6b and agrees with Pillow's bit for bit;
 * CMYK, which it does not convert, is converted here as libjpeg and Pillow do.
 */
final class JpegDecoder {

    /** The JDK's own reader, whatever others are on the class path. */
    private static final String READER = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

    private static final int HALF = 1 << 15;
    private static final int RED_OF_CR = 91881; // 1.402 * 65536
    private static final int BLUE_OF_CB = 116130; // 1.772 * 65536
    private static final int GREEN_OF_CB = 22554; // 0.344136 * 65536
    private static final int GREEN_OF_CR = 46802; // 0.714136 * 65536

    private JpegDecoder() {}

    static Canvas decode(JpegStream stream, Decoding decoding) throws IOException {
        if (!stream.complete()) {
            decoding.cutOff();
        }
        ImageReader reader = reader();
        try (ImageInputStream in = new BytesInput(stream.bytes())) {
            reader.addIIOReadWarningListener((source, warning) -> decoding.warn(warning));
            reader.setInput(in, true, true);
            return switch (stream.colours()) {
                case CMYK -> cmyk(reader.readRaster(0, null), false);
                case YCCK -> cmyk(reader.readRaster(0, null), true);
                default -> {
                    BufferedImage image = reader.read(0);
                    yield Canvas.of(image);
                }
            };
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader() throws IOException {
        Iterator<ImageReaderSpi> all =
                IIORegistry.getDefaultInstance()
                        .getServiceProviders(
                                ImageReaderSpi.class,
                                spi -> spi.getClass().getName().equals(READER),
                                false);
        if (!all.hasNext()) {
            throw new IIOException(
                    "this Java has no JPEG decoder; install the module java.desktop");
        }
        return all.next().createReaderInstance();
    }

    /** Colours are stored inverted, as Adobe does; Pillow assumes that of all files. */
    private static Canvas cmyk(Raster raster, boolean ycc) {
        Canvas canvas = new Canvas(raster.getWidth(), raster.getHeight());
        int[] row = new int[4 * canvas.width];
        for (int y = 0; y < canvas.height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width, 1, row);
            for (int x = 0; x < canvas.width; x++) {
                int at = 4 * x;
                if (ycc) {
                    toCmyk(row, at);
                }
                int white = row[at + 3];
                canvas.set(
                        x,
                        y,
                        Cmyk.part(255 - row[at], white),
                        Cmyk.part(255 - row[at + 1], white),
                        Cmyk.part(255 - row[at + 2], white));
            }
        }
        return canvas;
    }

    /** libjpeg's conversion from YCCK, in place. */
    private static void toCmyk(int[] row, int at) {
        int luma = row[at];
        int cb = row[at + 1] - 128;
        int cr = row[at + 2] - 128;
        row[at] = 255 - clamp(luma + (RED_OF_CR * cr + HALF >> 16));
        row[at + 1] = 255 - clamp(luma + (-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF >> 16));
        row[at + 2] = 255 - clamp(luma + (BLUE_OF_CB * cb + HALF >> 16));
    }

    private static int clamp(int value) {
        return Math.min(Math.max(value, 0), 255);
    }
}
