package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes the pixels of a BMP file. */
final class BmpDecoder {

    private static final int FILE_HEADER = 14;
    private static final int CORE_LENGTH = 12;
    private static final int PLAIN = 0;
    private static final int RUNS_OF_8 = 1;
    private static final int RUNS_OF_4 = 2;
    private static final int FIELDS = 3;
    private static final int MASKS = 40; // after the header, or in a longer one

    private static final int[] MASKS_OF_16 = {0x7c00, 0x3e0, 0x1f};
    private static final int[] MASKS_OF_32 = {0xff0000, 0xff00, 0xff};

    private final ImageInputStream in;
    private final BmpFormat.Info info;
    private final Canvas canvas;
    private final Palette palette = new Palette();

    private BmpDecoder(ImageInputStream in, BmpFormat.Info info) {
        this.in = in;
        this.info = info;
        canvas = new Canvas(info.width(), info.height());
    }

    static Canvas decode(ImageInputStream in, BmpFormat.Info info, Decoding decoding)
            throws IOException {
        BmpDecoder decoder = new BmpDecoder(in, info);
        int[] masks = decoder.masks();
        decoder.goToPixels();
        try {
            if (info.compression() == RUNS_OF_8 || info.compression() == RUNS_OF_4) {
                decoder.runs();
            } else {
                decoder.rows(masks);
            }
        } catch (EOFException e) {
            decoding.cutOff();
        }
        return decoder.canvas;
    }

    /** Masks of red, green and blue; null where colours are bytes or indices. */
    private int @Nullable [] masks() throws IOException {
        int bits = info.bits();
        boolean wide = bits == 16 || bits == 32;
        boolean known =
                switch (info.compression()) {
                    case PLAIN -> wide || bits == 24 || bits == 1 || bits == 4 || bits == 8;
                    case RUNS_OF_8 -> bits == 8;
                    case RUNS_OF_4 -> bits == 4;
                    case FIELDS -> wide || bits == 24;
                    default -> false;
                };
        if (!known) {
            throw new IOException(
                    "%d bits with compression %d are not read".formatted(bits, info.compression()));
        }
        if (info.compression() != FIELDS) {
            return bits == 16 ? MASKS_OF_16 : bits == 32 ? MASKS_OF_32 : null;
        }
        ImageFormat.seek(in, FILE_HEADER + MASKS, ByteOrder.LITTLE_ENDIAN);
        int[] masks = {in.readInt(), in.readInt(), in.readInt()};
        return (masks[0] | masks[1] | masks[2]) == 0 ? MASKS_OF_32 : masks;
    }

    /** Reads the palette, if there is one, and moves to the first row. */
    private void goToPixels() throws IOException {
        boolean core = info.length() == CORE_LENGTH;
        int entry = core ? 3 : 4;
        int masks = info.compression() == FIELDS && info.length() == MASKS ? 12 : 0;
        long start = (long) FILE_HEADER + info.length() + masks;
        int colours = 0;
        if (info.bits() <= Byte.SIZE) {
            colours = info.colours() == 0 ? 1 << info.bits() : info.colours();
            if (colours < 0 || colours > 1 << 16) {
                throw new IOException("its palette has %d colours".formatted(colours));
            }
            byte[] table = new byte[Math.min(colours, Palette.SIZE) * entry];
            in.seek(start);
            in.readFully(table);
            palette.fill(table, entry, 2, 1, 0);
        }
        long end = start + (long) colours * entry;
        // Some writers forget the palette in the offset of the pixels.
        boolean forgotten = info.offset() == start && colours > 0;
        ImageFormat.seek(
                in, info.offset() == 0 || forgotten ? end : info.offset(), ByteOrder.LITTLE_ENDIAN);
    }

    private int row(int y) {
        return info.fromTop() ? y : canvas.height - 1 - y;
    }

    private void rows(int @Nullable [] masks) throws IOException {
        long used = ((long) canvas.width * info.bits() + 7) / Byte.SIZE;
        byte[] line = new byte[(int) used];
        for (int y = 0; y < canvas.height; y++) {
            in.readFully(line);
            for (int x = 0; x < canvas.width; x++) {
                canvas.set(x, row(y), colour(line, x, masks));
            }
            in.skipBytes((int) (-used & 3));
        }
    }

    private int colour(byte[] line, int x, int @Nullable [] masks) {
        if (info.bits() <= Byte.SIZE) {
            return palette.colour(Palette.packed(line, x, info.bits()));
        }
        int bytes = info.bits() / Byte.SIZE;
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | line[x * bytes + i] & 0xff;
        }
        if (masks == null) {
            return value;
        }
        return part(value, masks[0]) << 16 | part(value, masks[1]) << 8 | part(value, masks[2]);
    }

    /** The bits of a value selected by a mask, scaled to 0 to 255. */
    private static int part(int value, int mask) {
        if (mask == 0) {
            return 0;
        }
        int shift = Integer.numberOfTrailingZeros(mask);
        long max = Integer.toUnsignedLong(mask >>> shift);
        return (int) (Integer.toUnsignedLong((value & mask) >>> shift) * 255 / max);
    }

    /** Reads runs of indices; skipped pixels get the first colour. */
    private void runs() throws IOException {
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                canvas.set(x, y, palette.colour(0));
            }
        }
        int x = 0;
        int y = 0;
        while (y < canvas.height) {
            int count = in.readUnsignedByte();
            int value = in.readUnsignedByte();
            if (count > 0) {
                x = run(x, y, count, value);
            } else if (value == 0) {
                x = 0;
                y++;
            } else if (value == 1) {
                return;
            } else if (value == 2) {
                x += in.readUnsignedByte();
                y += in.readUnsignedByte();
            } else {
                x = indices(x, y, value);
            }
        }
    }

    private int run(int x, int y, int count, int value) {
        for (int i = 0; i < count; i++) {
            put(x + i, y, info.bits() == 8 ? value : i % 2 == 0 ? value >> 4 : value & 0xf);
        }
        return x + count;
    }

    private int indices(int x, int y, int count) throws IOException {
        int bytes = info.bits() == 8 ? count : (count + 1) / 2;
        byte[] values = new byte[bytes];
        in.readFully(values);
        for (int i = 0; i < count; i++) {
            put(x + i, y, Palette.packed(values, i, info.bits()));
        }
        in.skipBytes(bytes & 1);
        return x + count;
    }

    private void put(int x, int y, int index) {
        if (x < canvas.width && y < canvas.height) {
            canvas.set(x, row(y), palette.colour(index));
        }
    }
}
