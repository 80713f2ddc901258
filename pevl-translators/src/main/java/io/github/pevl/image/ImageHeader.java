package io.github.pevl.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;

/**
 * The header of an image file, read without decoding a pixel. The content decides the format, not
 * the file name.
 *
 * <p>Width and height are those of the decoded image unless it is turned upright on request. A TIFF
 * file is always turned, as in Pillow 9, so its sides are already exchanged here and its
 * orientation is 1. For GIF they are those of the logical screen, extended to contain the first
 * frame.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param orientation the EXIF orientation of the decoded image, 1 to 8: 1 is upright, 3 upside
 *     down, 6 and 8 on its side; 2, 4, 5 and 7 are mirrored too. 1 if the file has none
 * @param format PNG, JPEG, GIF, BMP, TIFF, WebP or WBMP
 */
public record ImageHeader(int width, int height, int orientation, String format) {

    /** The first orientation whose upright image has its sides exchanged. */
    private static final int ON_ITS_SIDE = 5;

    private static final int ORIENTATIONS = 8;

    /**
     * Checks sides and orientation.
     *
     * @throws IllegalArgumentException if a side is not positive or the orientation is not 1 to 8
     */
    public ImageHeader {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image cannot have %d x %d pixels; each side is at least 1."
                            .formatted(width, height));
        }
        if (orientation < 1 || orientation > ORIENTATIONS) {
            throw new IllegalArgumentException(
                    "Orientation %d is not one of EXIF's: 1 to 8, where 1 is upright."
                            .formatted(orientation));
        }
    }

    /**
     * Reads the header of a file.
     *
     * @throws IOException if the file is missing, is not an image of a known format, or its header
     *     is cut off or damaged; the message names the file
     */
    public static ImageHeader read(Path file) throws IOException {
        requireFile(file);
        try (ImageInputStream in = new FileInput(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads the header of a file in memory.
     *
     * @throws IOException if the bytes are not an image of a known format, or its header is cut off
     *     or damaged
     */
    public static ImageHeader read(byte[] file) throws IOException {
        try (ImageInputStream in = new BytesInput(file)) {
            return read(in, "The image");
        }
    }

    /** Whether width and height of the upright image are exchanged. */
    public boolean isOnItsSide() {
        return orientation >= ON_ITS_SIDE;
    }

    /** The width of the image when it is turned upright, pixels. */
    public int uprightWidth() {
        return isOnItsSide() ? height : width;
    }

    /** The height of the image when it is turned upright, pixels. */
    public int uprightHeight() {
        return isOnItsSide() ? width : height;
    }

    static void requireFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no image file %s. Check the path.".formatted(file));
        }
    }

    private static ImageHeader read(ImageInputStream in, String name) throws IOException {
        try {
            return ImageFormats.of(in).header(in);
        } catch (IOException | RuntimeException e) {
            throw ImageFormat.unreadable(name, e);
        }
    }
}
