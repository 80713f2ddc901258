package io.github.pevl.image;

import ai.djl.modality.cv.Image;
import java.util.List;

/**
 * An image with what its file says of it.
 *
 * @param image the pixels, 8 bits of red, green and blue; turned upright if that was asked for
 * @param header of the file; its sides are those before turning
 * @param upright whether the image was asked to be turned upright
 * @param warnings what was wrong with the file and left the image readable, each a sentence; empty
 *     for nearly all files
 */
public record DecodedImage(
        Image image, ImageHeader header, boolean upright, List<String> warnings) {

    /** Copies the list. */
    public DecodedImage {
        warnings = List.copyOf(warnings);
    }

    /** How the image lies, 1 to 8 as EXIF counts; 1 if it was turned upright. */
    public int orientation() {
        return upright ? Exif.UPRIGHT : header.orientation();
    }
}
