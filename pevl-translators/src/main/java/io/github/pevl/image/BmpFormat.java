package io.github.pevl.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** BMP of Windows and OS/2. */
final class BmpFormat implements ImageFormat {

    private static final int OFFSET = 10;
    private static final int CORE_LENGTH = 12;
    private static final int INFO_LENGTH = 40;
    private static final int MOST_LENGTH = 124;

    @Override
    public String name() {
        return "BMP";
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "BM");
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        Info info = info(in);
        return new ImageHeader(info.width, info.height, Exif.UPRIGHT, name());
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        return BmpDecoder.decode(in, info(in), decoding);
    }

    /**
     * What precedes palette and pixels.
     *
     * @param length of the header
     * @param offset of the pixels in the file; 0 if unknown
     * @param fromTop whether the first row is the top one
     * @param colours of the palette; 0 for all that the bits allow
     */
    record Info(
            int length,
            long offset,
            int width,
            int height,
            boolean fromTop,
            int bits,
            int compression,
            int colours) {}

    private static Info info(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, OFFSET, ByteOrder.LITTLE_ENDIAN);
        long offset = in.readUnsignedInt();
        int length = in.readInt();
        boolean core = length == CORE_LENGTH;
        if (!core && (length < INFO_LENGTH || length > MOST_LENGTH)) {
            throw new IOException("its header has %d bytes".formatted(length));
        }
        int width = core ? in.readUnsignedShort() : in.readInt();
        int height = core ? in.readUnsignedShort() : in.readInt();
        if (width < 1 || height == 0 || height == Integer.MIN_VALUE) {
            throw new IOException("it says %d x %d pixels".formatted(width, height));
        }
        in.skipBytes(2);
        int bits = in.readUnsignedShort();
        int compression = core ? 0 : in.readInt();
        int colours = 0;
        if (!core) {
            in.skipBytes(12);
            colours = in.readInt();
        }
        return new Info(
                length, offset, width, Math.abs(height), height < 0, bits, compression, colours);
    }
}
