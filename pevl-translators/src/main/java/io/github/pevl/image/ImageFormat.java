package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** A kind of image file. Its methods read from the start of the stream, whatever its position. */
interface ImageFormat {

    /** The name that users see. */
    String name();

    /** Whether a file with this start and length has this format. */
    boolean matches(byte[] start, long length);

    /**
     * Reads only size and orientation.
     *
     * @throws IOException if the header is cut off or damaged; the message says how
     */
    ImageHeader header(ImageInputStream in) throws IOException;

    /**
     * Decodes the pixels of the first image as stored; TIFF upright.
     *
     * @param header the result of {@link #header}, whose size is within the limits
     * @throws IOException if the file is damaged, or cut off and that is not allowed
     */
    Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding) throws IOException;

    /**
     * The maximum number of pixels that the decoder of the format takes, whatever the caller's
     * limit.
     */
    default long maxPixels() {
        return Long.MAX_VALUE;
    }

    /** Moves the stream to a position and sets its byte order. */
    static void seek(ImageInputStream in, long position, ByteOrder order) throws IOException {
        in.seek(position);
        in.setByteOrder(order);
    }

    /** Whether bytes at an index equal characters up to 255. */
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

    /** The error for a file that cannot be read. */
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
