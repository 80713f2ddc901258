package io.github.pevl.cli.console;

import io.github.pevl.image.DecodedImage;
import io.github.pevl.image.ImageDecoder;
import io.github.pevl.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the user's image if its size is reasonable. */
public final class ImageFile {

    /** The model reads patches of 16 pixels; a smaller image has less than one. */
    static final int MIN_SIDE = 16;

    /** The model reads a square, into which a longer strip would be squeezed. */
    static final int MAX_RATIO = 20;

    private ImageFile() {}

    /**
     * Opens an image. Checks its size first, so that a small file cannot claim a huge image.
     *
     * @param upright whether to turn it as its EXIF orientation says
     * @throws BadInput if it is missing, no image, too small or too elongated
     */
    public static DecodedImage open(Path file, boolean upright) throws BadInput {
        try {
            ImageHeader header = ImageHeader.read(file);
            check(file, header.width(), header.height());
            return ImageDecoder.builder().optUpright(upright).build().decode(file);
        } catch (IOException e) {
            throw new BadInput(e);
        }
    }

    private static void check(Path file, int width, int height) throws BadInput {
        String size = "%s is %d x %d pixels".formatted(file, width, height);
        if (Math.min(width, height) < MIN_SIDE) {
            throw new BadInput(
                    "%s, too small to find anything in: each side needs %d. Give a larger image."
                            .formatted(size, MIN_SIDE));
        }
        if (Math.max(width, height) > (long) MAX_RATIO * Math.min(width, height)) {
            throw new BadInput(
                    "%s, too long a strip: the longer side may be %d times the shorter. Cut out a"
                                    .formatted(size, MAX_RATIO)
                            + " part of it.");
        }
    }
}
