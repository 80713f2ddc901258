package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** A kind of image file. Its methods read from the start of the stream, wherever that stands. */
interface ImageFormat {

    /** The name by which users know it. */
    String name();

    /** Whether a file that starts like this, and is so long, has this format. */
    boolean matches(byte[] start, long length);

    /**
     * Reads sides and orientation and nothing else.
     *
     * @throws IOException if the header is cut off or damaged; the message says how
     */
    ImageHeader header(ImageInputStream in) throws IOException;

    /**
     * Decodes the pixels of the first image, as they lie in the file; TIFF upright.
     *
     * @param header what {@link #header} read, whose size was found to be allowed
     * @throws IOException if the file is damaged, or cut off and that is not allowed
     */
    Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding) throws IOException;

    /** The max pixels that the format's decoder takes, whatever a caller allows. */
    default long maxPixels() {
        return Long.MAX_VALUE;
    }

    /** The stream at a position, with numbers in an order. */
    static void seek(ImageInputStream in, long position, ByteOrder order) throws IOException {
        in.seek(position);
        in.setByteOrder(order);
    }

    /** Whether bytes begin with characters of ASCII, or others up to 255. */
    static boolean startsWith(byte[] bytes, int at, String characters) {
        if (bytes.length < at + characters.length()) {
            return false;
        }
        for (int i = 0; i < characters.length(); i++) {
            if ((bytes[at + i] & 0xff) != characters.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What a caller is told of a file that cannot be read. */
    static IOException unreadable(String name, Exception cause) {
        String problem = "%s cannot be read as an image: ".formatted(name);
        if (cause instanceof EOFException) {
            return new IOException(problem + "it is cut off. Get the whole file.", cause);
        }
        return new IOException(
                problem
                        + "%s. PNG, JPEG, GIF, BMP, TIFF, WebP and WBMP are read; convert it to PNG."
                                .formatted(cause.getMessage()),
                cause);
    }
}
