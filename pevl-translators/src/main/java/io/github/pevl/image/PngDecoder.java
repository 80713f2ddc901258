package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes the pixels of a PNG file and inflates nothing else. 16-bit grey is clipped at 255, as
 * Pillow does in its mode {@code I}; 16-bit colours keep their high byte.
 */
final class PngDecoder {

    private static final int FIRST_CHUNK = 8;
    private static final int HEADER_LENGTH = 13;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;
    private static final int WIDE = 16;

    /** Left, top, and steps to the right and down of the seven passes. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8},
        {4, 0, 8, 8},
        {0, 4, 4, 8},
        {2, 0, 4, 4},
        {0, 2, 2, 4},
        {1, 0, 2, 2},
        {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final ImageInputStream in;
    private final Decoding decoding;
    private final Canvas canvas;
    private final Palette palette = new Palette();
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1 << 13];
    private long left; // of the chunk with pixels that is being read
    private boolean inPixels;
    private int bits;
    private int kind;
    private boolean interlaced;

    private PngDecoder(ImageInputStream in, ImageHeader header, Decoding decoding) {
        this.in = in;
        this.decoding = decoding;
        canvas = new Canvas(header.width(), header.height());
    }

    static Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        PngDecoder decoder = new PngDecoder(in, header, decoding);
        try {
            decoder.decode();
            return decoder.canvas;
        } finally {
            decoder.inflater.end();
        }
    }

    private void decode() throws IOException {
        ImageFormat.seek(in, FIRST_CHUNK, ByteOrder.BIG_ENDIAN);
        while (!inPixels) {
            long length = in.readUnsignedInt();
            long start = in.getStreamPosition();
            switch (in.readInt()) {
                case PngFormat.HEADER -> header(checked(start, length));
                case PngFormat.PALETTE -> palette.fill(checked(start, length));
                case PngFormat.PIXELS -> {
                    inPixels = true;
                    left = length;
                }
                case PngFormat.END -> throw new IOException("it has no pixels");
                default -> in.seek(start + length + 8);
            }
        }
        for (int[] pass : interlaced ? PASSES : ONE_PASS) {
            if (!pass(pass)) {
                decoding.cutOff();
                return;
            }
        }
        inflate(new byte[1], 1); // so that a wrong checksum is detected
    }

    /** The content of a chunk, after its checksum was verified. */
    private byte[] checked(long start, long length) throws IOException {
        if (length > 1 << 10) {
            throw new IOException("its header or palette is too long");
        }
        byte[] all = new byte[(int) length + 4];
        in.seek(start);
        in.readFully(all);
        CRC32 sum = new CRC32();
        sum.update(all);
        if ((int) sum.getValue() != in.readInt()) {
            throw new IOException("the checksum of its header or palette is wrong");
        }
        return Arrays.copyOfRange(all, 4, all.length);
    }

    private void header(byte[] header) throws IOException {
        if (header.length < HEADER_LENGTH) {
            throw new IOException("its header is too short");
        }
        bits = header[8];
        kind = header[9];
        interlaced = header[12] != 0;
        boolean known =
                switch (kind) {
                    case GREY -> bits <= WIDE && Integer.bitCount(bits) == 1 && bits > 0;
                    case PALETTE -> bits <= Byte.SIZE && Integer.bitCount(bits) == 1 && bits > 0;
                    case RGB, GREY_ALPHA, RGB_ALPHA -> bits == Byte.SIZE || bits == WIDE;
                    default -> false;
                };
        if (!known || header[10] != 0 || header[11] != 0) {
            throw new IOException(
                    "colours of kind %d with %d bits are not PNG's".formatted(kind, bits));
        }
    }

    private int channels() {
        return switch (kind) {
            case RGB -> 3;
            case GREY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    /** Decodes the pixels of a pass; false if they end early. */
    private boolean pass(int[] pass) throws IOException {
        int columns = (canvas.width - pass[0] + pass[2] - 1) / pass[2];
        if (canvas.width <= pass[0]) {
            return true;
        }
        int pixelBits = bits * channels();
        int length = (int) (((long) columns * pixelBits + 7) / Byte.SIZE);
        int step = Math.max(1, pixelBits / Byte.SIZE);
        byte[] above = new byte[length];
        byte[] line = new byte[length];
        byte[] filter = new byte[1];
        for (int y = pass[1]; y < canvas.height; y += pass[3]) {
            if (inflate(filter, 1) < 1 || inflate(line, length) < length) {
                return false;
            }
            PngFilter.undo(filter[0], line, above, step);
            write(line, columns, pass[0], pass[2], y);
            byte[] free = above;
            above = line;
            line = free;
        }
        return true;
    }

    private void write(byte[] line, int columns, int first, int step, int y) {
        int bytes = bits / Byte.SIZE;
        int channels = channels();
        boolean colour = kind == RGB || kind == RGB_ALPHA;
        for (int i = 0; i < columns; i++) {
            int x = first + i * step;
            int at = i * channels * bytes;
            if (colour) {
                canvas.set(x, y, line[at], line[at + bytes], line[at + 2 * bytes]);
            } else if (kind == PALETTE) {
                canvas.set(x, y, palette.colour(packed(line, i)));
            } else {
                canvas.grey(x, y, grey(line, i, at));
            }
        }
    }

    private int grey(byte[] line, int i, int at) {
        if (bits < Byte.SIZE) {
            return packed(line, i) * 255 / ((1 << bits) - 1);
        }
        if (bits == WIDE && kind == GREY && line[at] != 0) {
            return 255;
        }
        return bits == WIDE && kind == GREY ? line[at + 1] : line[at];
    }

    private int packed(byte[] line, int i) {
        return Palette.packed(line, i, bits);
    }

    /** Fills an array with inflated bytes; returns how many there were. */
    private int inflate(byte[] target, int length) throws IOException {
        int count = 0;
        try {
            while (count < length) {
                int n = inflater.inflate(target, count, length - count);
                count += n;
                if (n == 0 && (inflater.finished() || inflater.needsDictionary() || !feed())) {
                    break;
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("its compressed pixels are damaged", e);
        }
        return count;
    }

    /** Gives the inflater more of this chunk, or of the next if that holds pixels, too. */
    private boolean feed() throws IOException {
        while (left == 0) {
            in.skipBytes(4);
            byte[] next = new byte[8];
            if (!readFully(next) || !ImageFormat.startsWith(next, 4, "IDAT")) {
                return false;
            }
            left = ByteBuffer.wrap(next).getInt() & 0xffffffffL;
        }
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count <= 0) {
            return false;
        }
        left -= count;
        inflater.setInput(buffer, 0, count);
        return true;
    }

    private boolean readFully(byte[] target) throws IOException {
        try {
            in.readFully(target);
            return true;
        } catch (EOFException e) {
            return false;
        }
    }
}
