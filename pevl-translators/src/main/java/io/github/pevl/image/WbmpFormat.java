package io.github.pevl.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** WBMP of type 0: black and white. Pillow does not read it. */
final class WbmpFormat implements ImageFormat {

    private static final int TYPE = 2;
    private static final int CONTINUED = 0x80;
    private static final int MOST_BYTES = 5;

    @Override
    public String name() {
        return "WBMP";
    }

    /** The signature is just two zeros, so the length must match as well. */
    @Override
    public boolean matches(byte[] start, long length) {
        if (start.length < TYPE + 2 || start[0] != 0 || start[1] != 0) {
            return false;
        }
        int second = numberEnd(start, TYPE);
        int end = numberEnd(start, second);
        long width = number(start, TYPE, second);
        long height = number(start, second, end);
        return width > 0
                && height > 0
                && end <= start.length
                && length >= end + (width + 7) / Byte.SIZE * height;
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, TYPE, ByteOrder.BIG_ENDIAN);
        return new ImageHeader(number(in), number(in), Exif.UPRIGHT, name());
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        header(in);
        Canvas canvas = new Canvas(header.width(), header.height());
        byte[] row = new byte[(header.width() + 7) / Byte.SIZE];
        for (int y = 0; y < canvas.height; y++) {
            in.readFully(row);
            for (int x = 0; x < canvas.width; x++) {
                canvas.grey(x, y, -Palette.packed(row, x, 1));
            }
        }
        return canvas;
    }

    private static int number(ImageInputStream in) throws IOException {
        int value;
        long number = 0;
        do {
            value = in.readUnsignedByte();
            number = number << 7 | value & 0x7f;
            if (number > Integer.MAX_VALUE) {
                throw new IOException("it says a side of %d pixels".formatted(number));
            }
        } while ((value & CONTINUED) != 0);
        return (int) number;
    }

    private static int numberEnd(byte[] start, int from) {
        int end = from;
        while (end < start.length && end < from + MOST_BYTES && (start[end] & CONTINUED) != 0) {
            end++;
        }
        return end + 1;
    }

    private static long number(byte[] start, int from, int to) {
        long number = 0;
        for (int i = from; i < Math.min(to, start.length); i++) {
            number = number << 7 | start[i] & 0x7f;
        }
        return number;
    }
}
