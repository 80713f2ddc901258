package io.github.pevl.image;

import ai.djl.modality.cv.Image;
import java.util.List;

/**
 * An image with the information in its file.
 *
 * @param image the pixels, 8 bits of red, green and blue; turned upright if requested
 * @param header of the file; its sides are those before turning
 * @param upright whether turning upright was requested
 * @param warnings defects of the file that left the image readable, each a sentence; empty for
 *     nearly all files
 */
public record DecodedImage(
        Image image, ImageHeader header, boolean upright, List<String> warnings) {

    /** Copies the list. */
    public DecodedImage {
        warnings = List.copyOf(warnings);
    }

    /** The EXIF orientation of the image, 1 to 8; 1 if it was turned upright. */
    public int orientation() {
        return upright ? Exif.UPRIGHT : header.orientation();
    }
}
