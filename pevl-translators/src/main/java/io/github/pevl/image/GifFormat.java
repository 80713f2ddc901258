package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** GIF 87a and 89a; of an animation the first frame. */
final class GifFormat implements ImageFormat {

    private static final int SCREEN = 6;
    private static final int HAS_TABLE = 0x80;
    private static final int TABLE_SIZE = 7;
    private static final int EXTENSION = '!';
    private static final int FRAME = ',';
    private static final int END = ';';
    private static final int GRAPHIC_CONTROL = 0xf9;

    @Override
    public String name() {
        return "GIF";
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "GIF87a")
                || ImageFormat.startsWith(start, 0, "GIF89a");
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        return frame(in).header();
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        return GifDecoder.decode(in, frame(in), header, decoding);
    }

    /**
     * The first frame.
     *
     * @param transparent index of the transparent colour, or -1
     */
    record Frame(
            ImageHeader header,
            int left,
            int top,
            int width,
            int height,
            int flags,
            Palette palette,
            int transparent) {}

    /** Reads all that precedes the first frame's pixels. */
    private Frame frame(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, SCREEN, ByteOrder.LITTLE_ENDIAN);
        int screenWidth = in.readUnsignedShort();
        int screenHeight = in.readUnsignedShort();
        int screenFlags = in.readUnsignedByte();
        in.skipBytes(2);
        Palette common = new Palette();
        readTable(in, screenFlags, common);
        int transparent = findFrame(in);
        int left = in.readUnsignedShort();
        int top = in.readUnsignedShort();
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        Palette own = new Palette();
        boolean hasOwn = readTable(in, flags, own);
        int allWidth = Math.max(screenWidth, left + width);
        int allHeight = Math.max(screenHeight, top + height);
        if (allWidth == 0 || allHeight == 0) {
            throw new IOException("it says %d x %d pixels".formatted(allWidth, allHeight));
        }
        return new Frame(
                new ImageHeader(allWidth, allHeight, Exif.UPRIGHT, name()),
                left,
                top,
                width,
                height,
                flags,
                hasOwn ? own : common,
                transparent);
    }

    private static boolean readTable(ImageInputStream in, int flags, Palette palette)
            throws IOException {
        if ((flags & HAS_TABLE) == 0) {
            return false;
        }
        byte[] colours = new byte[3 << (flags & TABLE_SIZE) + 1];
        in.readFully(colours);
        palette.fill(colours);
        return true;
    }

    /**
     * Moves to the first frame's header; bytes that are not a block are skipped, as in Pillow.
     *
     * @return index of the frame's transparent colour, or -1
     */
    private static int findFrame(ImageInputStream in) throws IOException {
        int transparent = -1;
        while (true) {
            switch (in.readUnsignedByte()) {
                case FRAME -> {
                    return transparent;
                }
                case EXTENSION -> {
                    if (in.readUnsignedByte() == GRAPHIC_CONTROL) {
                        transparent = transparent(in, transparent);
                    }
                    skipBlocks(in);
                }
                case END -> throw new EOFException("it has no frame");
                default -> {} // junk
            }
        }
    }

    private static int transparent(ImageInputStream in, int before) throws IOException {
        byte[] block = new byte[in.readUnsignedByte()];
        in.readFully(block);
        if (block.length == 0) {
            // The terminator, which is read again.
            in.seek(in.getStreamPosition() - 1);
        }
        return block.length > 3 && (block[0] & 1) != 0 ? block[3] & 0xff : before;
    }

    private static void skipBlocks(ImageInputStream in) throws IOException {
        for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
            in.seek(in.getStreamPosition() + length);
        }
    }
}
