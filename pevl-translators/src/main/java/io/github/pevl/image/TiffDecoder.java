package io.github.pevl.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes TIFF with TwelveMonkeys' reader and converts samples as Pillow does: 16-bit, 32-bit and
 * floating-point samples are clipped to 0..255 if they are grey, and keep their high byte if they
 * are colours.
 */
final class TiffDecoder {

    /** Pillow reads at most six. */
    private static final int MOST_SAMPLES = 8;

    private static final int MOST_TILE = 1 << 16;

    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int PREMULTIPLIED = 1;

    private final Raster raster;
    private final ColorModel model;
    private final Canvas canvas;
    private final int bands;

    private TiffDecoder(Raster raster, ColorModel model) {
        this.raster = raster;
        this.model = model;
        canvas = new Canvas(raster.getWidth(), raster.getHeight());
        bands = raster.getNumBands();
    }

    static Canvas decode(ImageInputStream in, TiffDirectory directory) throws IOException {
        check(directory);
        in.seek(0);
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try {
            reader.setInput(in, false, true);
            int kind = (int) directory.number(TiffDirectory.PHOTOMETRIC, BLACK_IS_ZERO);
            if (kind > CMYK) {
                return Canvas.of(reader.read(0)); // YCbCr and Lab, which the reader converts
            }
            ColorModel model = reader.getRawImageType(0).getColorModel();
            TiffDecoder decoder = new TiffDecoder(reader.readRaster(0, null), model);
            switch (kind) {
                case WHITE_IS_ZERO, BLACK_IS_ZERO -> decoder.greys(kind == WHITE_IS_ZERO);
                case PALETTE -> decoder.palette();
                case CMYK -> decoder.inks();
                default ->
                        decoder.colours(
                                directory.number(TiffDirectory.EXTRA_SAMPLES, 0) == PREMULTIPLIED);
            }
            return decoder.canvas;
        } finally {
            reader.dispose();
        }
    }

    /** Only samples of up to 8 bits are inverted when white is zero, as in Pillow. */
    private void greys(boolean whiteIsZero) {
        int bits = raster.getSampleModel().getSampleSize(0);
        int max = bits < Byte.SIZE ? (1 << bits) - 1 : 255;
        int flip = whiteIsZero && bits <= Byte.SIZE ? 255 : 0;
        double[] row = new double[canvas.width * bands];
        for (int y = 0; y < canvas.height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width, 1, row);
            for (int x = 0; x < canvas.width; x++) {
                int value = (int) Math.min(Math.max(row[x * bands], 0), max);
                canvas.grey(x, y, value * 255 / max ^ flip);
            }
        }
    }

    private void palette() {
        Object element = null;
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                element =
                        raster.getDataElements(raster.getMinX() + x, raster.getMinY() + y, element);
                canvas.set(x, y, model.getRGB(element));
            }
        }
    }

    private void inks() throws IOException {
        int drop = requireBytes(4);
        int[] row = new int[canvas.width * bands];
        for (int y = 0; y < canvas.height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width, 1, row);
            for (int x = 0; x < canvas.width; x++) {
                int at = x * bands;
                int white = 255 - (row[at + 3] >> drop);
                canvas.set(
                        x,
                        y,
                        Cmyk.part(row[at] >> drop, white),
                        Cmyk.part(row[at + 1] >> drop, white),
                        Cmyk.part(row[at + 2] >> drop, white));
            }
        }
    }

    private void colours(boolean premultiplied) throws IOException {
        int drop = requireBytes(3);
        int[] row = new int[canvas.width * bands];
        for (int y = 0; y < canvas.height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, canvas.width, 1, row);
            for (int x = 0; x < canvas.width; x++) {
                int at = x * bands;
                int alpha = premultiplied && bands > 3 ? row[at + 3] >> drop : 255;
                canvas.set(
                        x,
                        y,
                        divided(row[at] >> drop, alpha),
                        divided(row[at + 1] >> drop, alpha),
                        divided(row[at + 2] >> drop, alpha));
            }
        }
    }

    private static int divided(int colour, int alpha) {
        return alpha == 0 ? 0 : Math.min(colour * 255 / alpha, 255);
    }

    /** The bits to drop from each sample to leave a byte. */
    private int requireBytes(int least) throws IOException {
        int type = raster.getTransferType();
        if (bands < least || type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
            throw new IOException(
                    "colours of %d samples, of %d bits, are not read"
                            .formatted(bands, raster.getSampleModel().getSampleSize(0)));
        }
        return type == DataBuffer.TYPE_BYTE ? 0 : Byte.SIZE;
    }

    /** Refuses layouts for which the reader would allocate memory that the image does not need. */
    private static void check(TiffDirectory directory) throws IOException {
        long samples = directory.number(TiffDirectory.SAMPLES, 1);
        long tileWidth = directory.number(TiffDirectory.TILE_WIDTH, 1);
        long tileHeight = directory.number(TiffDirectory.TILE_HEIGHT, 1);
        if (samples > MOST_SAMPLES || tileWidth > MOST_TILE || tileHeight > MOST_TILE) {
            throw new IOException(
                    "it has %d samples a pixel, in tiles of %d x %d"
                            .formatted(samples, tileWidth, tileHeight));
        }
    }
}
