package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** GIF 87a and 89a; of an animation the first frame. */
final class GifFormat implements ImageFormat {

    private static final int SCREEN = 6;
    private static final int SCREEN_LENGTH = 7;
    private static final int HAS_TABLE = 0x80;
    private static final int TABLE_SIZE = 7;
    private static final int EXTENSION = '!';
    private static final int FRAME = ',';
    private static final int END = ';';

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
        ImageFormat.seek(in, SCREEN, ByteOrder.LITTLE_ENDIAN);
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        int colours = (flags & HAS_TABLE) == 0 ? 0 : 3 << (flags & TABLE_SIZE) + 1;
        in.seek(SCREEN + SCREEN_LENGTH + colours);
        findFrame(in);
        int left = in.readUnsignedShort();
        int top = in.readUnsignedShort();
        width = Math.max(width, left + in.readUnsignedShort());
        height = Math.max(height, top + in.readUnsignedShort());
        if (width == 0 || height == 0) {
            throw new IOException("it says %d x %d pixels".formatted(width, height));
        }
        return new ImageHeader(width, height, Exif.UPRIGHT, name());
    }

    /** Goes to the first frame's numbers; what is no block is skipped, as Pillow does. */
    private static void findFrame(ImageInputStream in) throws IOException {
        while (true) {
            switch (in.readUnsignedByte()) {
                case FRAME -> {
                    return;
                }
                case EXTENSION -> {
                    in.readUnsignedByte();
                    skipBlocks(in);
                }
                case END -> throw new EOFException("it has no frame");
                default -> {} // junk
            }
        }
    }

    private static void skipBlocks(ImageInputStream in) throws IOException {
        for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
            in.seek(in.getStreamPosition() + length);
        }
    }
}
