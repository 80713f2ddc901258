package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** PNG (ISO/IEC 15948). */
final class PngFormat implements ImageFormat {

    private static final int SIGNATURE = 8;

    static final int HEADER = 0x49484452;
    static final int PALETTE = 0x504c5445;
    static final int PIXELS = 0x49444154;
    private static final int EXIF = 0x65584966;
    static final int END = 0x49454e44;

    @Override
    public String name() {
        return "PNG";
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "\u0089PNG\r\n\u001a\n");
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, SIGNATURE, ByteOrder.BIG_ENDIAN);
        in.readInt();
        if (in.readInt() != HEADER) {
            throw new IOException("its first chunk is not IHDR");
        }
        int width = in.readInt();
        int height = in.readInt();
        return new ImageHeader(width, height, orientation(in), name());
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        return PngDecoder.decode(in, header, decoding);
    }

    /** Searches for the EXIF chunk, which may follow the pixels; a file may end before it. */
    private static int orientation(ImageInputStream in) throws IOException {
        long position = SIGNATURE;
        try {
            while (true) {
                ImageFormat.seek(in, position, ByteOrder.BIG_ENDIAN);
                long length = in.readUnsignedInt();
                int type = in.readInt();
                if (type == EXIF) {
                    return Exif.orientation(in, position + 8, length);
                }
                if (type == END) {
                    return Exif.UPRIGHT;
                }
                position += length + 12;
            }
        } catch (EOFException e) {
            return Exif.UPRIGHT;
        }
    }
}
