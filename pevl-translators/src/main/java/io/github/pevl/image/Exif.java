package io.github.pevl.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** EXIF blocks, which are small TIFF files; only the orientation is read. */
final class Exif {

    /** The orientation of an image that need not be turned. */
    static final int UPRIGHT = 1;

    private static final int MOST = 8;
    private static final String PREFIX = "Exif\0";
    private static final int PREFIX_LENGTH = 6;

    private Exif() {}

    /**
     * The orientation in a block, with or without the prefix that JPEG has.
     *
     * @param start the position of the block in the stream
     * @param length of the block, bytes
     * @return 1 to 8; 1 if the block is of another kind, is damaged, or has none: metadata must not
     *     keep an image from being read
     */
    static int orientation(ImageInputStream in, long start, long length) {
        try {
            in.seek(start);
            byte[] prefix = new byte[PREFIX_LENGTH];
            in.readFully(prefix);
            long skip = ImageFormat.startsWith(prefix, 0, PREFIX) ? PREFIX_LENGTH : 0;
            TiffDirectory first = TiffDirectory.first(in, start + skip, start + length);
            return orientation(first);
        } catch (IOException e) {
            return UPRIGHT;
        }
    }

    /** The orientation in a directory; 1 if it has none. */
    static int orientation(TiffDirectory directory) {
        long value = directory.number(TiffDirectory.ORIENTATION, UPRIGHT);
        return value < 1 || value > MOST ? UPRIGHT : (int) value;
    }
}
