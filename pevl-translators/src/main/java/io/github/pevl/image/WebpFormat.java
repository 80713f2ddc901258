package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** WebP (RFC 9649); of an animation the first frame. */
final class WebpFormat implements ImageFormat {

    private static final String NAME = "WebP";
    private static final int SIZE = 4;
    static final int FIRST_CHUNK = 12;
    static final int CHUNK_HEADER = 8;

    static final int LOSSY = chunk("VP8 ");
    static final int LOSSLESS = chunk("VP8L");
    static final int EXTENDED = chunk("VP8X");
    private static final int EXIF = chunk("EXIF");

    private static final int START_CODE = 0x2a019d;
    static final int LOSSY_SIDE = 0x3fff;
    private static final int LOSSLESS_BITS = 14;
    private static final int LOSSLESS_MARK = 0x2f;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "RIFF") && ImageFormat.startsWith(start, 8, "WEBP");
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, FIRST_CHUNK, ByteOrder.LITTLE_ENDIAN);
        int chunk = in.readInt();
        in.readInt();
        if (chunk == LOSSY) {
            return lossy(in);
        }
        if (chunk == LOSSLESS) {
            return lossless(in);
        }
        if (chunk != EXTENDED) {
            throw new IOException("its first chunk is none of WebP's");
        }
        in.readInt();
        int width = 1 + unsigned24(in);
        int height = 1 + unsigned24(in);
        return new ImageHeader(width, height, orientation(in), NAME);
    }

    /** The reader needs about 50 bytes a pixel, and is slow. */
    @Override
    public long maxPixels() {
        return 1 << 24;
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        ImageFormat.seek(in, SIZE, ByteOrder.LITTLE_ENDIAN);
        if (in.readUnsignedInt() + SIZE + Integer.BYTES > in.length()) {
            throw new EOFException();
        }
        return WebpDecoder.decode(in, header);
    }

    /** The size of the image in a chunk. */
    static ImageHeader header(boolean lossy, ImageInputStream chunk) throws IOException {
        chunk.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        return lossy ? lossy(chunk) : lossless(chunk);
    }

    private static ImageHeader lossy(ImageInputStream in) throws IOException {
        int tag = unsigned24(in);
        if ((tag & 1) != 0 || unsigned24(in) != START_CODE) {
            throw new IOException("its image has no key frame");
        }
        int width = in.readUnsignedShort() & LOSSY_SIDE;
        int height = in.readUnsignedShort() & LOSSY_SIDE;
        if (width == 0 || height == 0) {
            throw new IOException("it says %d x %d pixels".formatted(width, height));
        }
        return new ImageHeader(width, height, Exif.UPRIGHT, NAME);
    }

    private static ImageHeader lossless(ImageInputStream in) throws IOException {
        if (in.readUnsignedByte() != LOSSLESS_MARK) {
            throw new IOException("its lossless image has no header");
        }
        int sides = in.readInt();
        int mask = (1 << LOSSLESS_BITS) - 1;
        return new ImageHeader(
                1 + (sides & mask), 1 + (sides >>> LOSSLESS_BITS & mask), Exif.UPRIGHT, NAME);
    }

    /** EXIF follows the image; a file may end before it. */
    private static int orientation(ImageInputStream in) throws IOException {
        long position = FIRST_CHUNK;
        try {
            while (true) {
                ImageFormat.seek(in, position, ByteOrder.LITTLE_ENDIAN);
                int chunk = in.readInt();
                long length = in.readUnsignedInt();
                if (chunk == EXIF) {
                    return Exif.orientation(in, position + CHUNK_HEADER, length);
                }
                position += CHUNK_HEADER + length + (length & 1);
            }
        } catch (EOFException e) {
            return Exif.UPRIGHT;
        }
    }

    static int unsigned24(ImageInputStream in) throws IOException {
        return in.readUnsignedShort() | in.readUnsignedByte() << 16;
    }

    static int chunk(String name) {
        return name.charAt(3) << 24 | name.charAt(2) << 16 | name.charAt(1) << 8 | name.charAt(0);
    }
}
