package io.github.pevl.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** BMP of Windows and OS/2. */
final class BmpFormat implements ImageFormat {

    private static final int INFO = 14;
    private static final int CORE_LENGTH = 12;

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
        ImageFormat.seek(in, INFO, ByteOrder.LITTLE_ENDIAN);
        boolean core = in.readInt() == CORE_LENGTH;
        long width = core ? in.readUnsignedShort() : in.readInt();
        // A negative height: the rows come from the top.
        long height = core ? in.readUnsignedShort() : Math.abs((long) in.readInt());
        if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
            throw new IOException("it says %d x %d pixels".formatted(width, height));
        }
        return new ImageHeader((int) width, (int) height, Exif.UPRIGHT, name());
    }
}
