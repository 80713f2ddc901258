package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.stream.ImageInputStream;

/**
 * The first directory of a TIFF or BigTIFF file, or of an EXIF block: the first value of each
 * integer field.
 */
final class TiffDirectory {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int EXTRA_SAMPLES = 338;

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int LONG8 = 16;
    private static final int MOST_ENTRIES = 0xffff;

    private final ImageInputStream in;
    private final long base;
    private final long end;
    private final Map<Integer, Long> numbers = new HashMap<>();

    private TiffDirectory(ImageInputStream in, long base, long end) {
        this.in = in;
        this.base = base;
        this.end = end;
    }

    /**
     * Reads the first directory.
     *
     * @param base the position of the file or block in the stream
     * @param end its end
     * @throws IOException if it is not TIFF, or is cut off before the directory's end
     */
    static TiffDirectory first(ImageInputStream in, long base, long end) throws IOException {
        TiffDirectory directory = new TiffDirectory(in, base, end);
        in.seek(base);
        int order = in.readUnsignedShort();
        if (order != 0x4949 && order != 0x4d4d) {
            throw new IOException("it has no TIFF header");
        }
        in.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        switch (in.readUnsignedShort()) {
            case CLASSIC -> {
                directory.seek(in.readUnsignedInt());
                directory.entries(in.readUnsignedShort(), false);
            }
            case BIG -> {
                in.readInt();
                directory.seek(in.readLong());
                directory.entries(in.readLong(), true);
            }
            default -> throw new IOException("it has no TIFF header");
        }
        return directory;
    }

    /** The first value of a field. */
    long number(int tag, long otherwise) {
        return numbers.getOrDefault(tag, otherwise);
    }

    private void seek(long offset) throws IOException {
        if (offset < 0 || offset > end - base) {
            throw new EOFException("its directory lies beyond its end");
        }
        in.seek(base + offset);
    }

    private void entries(long count, boolean big) throws IOException {
        if (count < 0 || count > MOST_ENTRIES) {
            throw new IOException("its directory has too many fields");
        }
        for (int i = 0; i < count; i++) {
            int tag = in.readUnsignedShort();
            int type = in.readUnsignedShort();
            long values = big ? in.readLong() : in.readUnsignedInt();
            long next = in.getStreamPosition() + (big ? Long.BYTES : Integer.BYTES);
            if (next > end) {
                throw new EOFException();
            }
            read(tag, type, values, big);
            in.seek(next);
        }
    }

    private void read(int tag, int type, long values, boolean big) throws IOException {
        int size =
                switch (type) {
                    case BYTE -> Byte.BYTES;
                    case SHORT -> Short.BYTES;
                    case LONG -> Integer.BYTES;
                    default -> Long.BYTES;
                };
        long fit = (big ? Long.BYTES : Integer.BYTES) / size;
        if (values < 1 || values > fit) {
            return; // the values are stored elsewhere
        }
        switch (type) {
            case BYTE -> numbers.put(tag, (long) in.readUnsignedByte());
            case SHORT -> numbers.put(tag, (long) in.readUnsignedShort());
            case LONG -> numbers.put(tag, in.readUnsignedInt());
            case LONG8 -> numbers.put(tag, in.readLong());
            default -> {} // text, fractions and the like are not needed
        }
    }
}
