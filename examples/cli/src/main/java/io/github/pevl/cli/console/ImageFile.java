package io.github.pevl.cli.console;

import io.github.pevl.image.DecodedImage;
import io.github.pevl.image.ImageDecoder;
import io.github.pevl.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the user's image, if something can be found in an image of its size. */
public final class ImageFile {

    /** The model looks at patches; in fewer pixels there is nothing to be seen. */
    static final int LEAST_SIDE = 16;

    /** The model looks at a square: a longer strip would be squeezed beyond recognition. */
    static final int MOST_RATIO = 20;

    private ImageFile() {}

    /**
     * Opens an image. Its size is read first, so that a small file of a huge image does no harm.
     *
     * @param upright whether to turn it as its EXIF orientation says
     * @throws BadInput if it is missing, no image, or of an impossible size
     */
    public static DecodedImage open(Path file, boolean upright) throws BadInput {
        try {
            ImageHeader header = ImageHeader.read(file);
            check(file, header.width(), header.height());
            return ImageDecoder.builder().optUpright(upright).build().decode(file);
        } catch (IOException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private static void check(Path file, int width, int height) throws BadInput {
        String size = "%s is %d x %d pixels".formatted(file, width, height);
        if (Math.min(width, height) < LEAST_SIDE) {
            throw new BadInput(
                    "%s, too small to find anything in: each side needs %d. Give a larger image."
                            .formatted(size, LEAST_SIDE));
        }
        if (Math.max(width, height) > (long) MOST_RATIO * Math.min(width, height)) {
            throw new BadInput(
                    "%s, too long a strip: the longer side may be %d times the shorter. Cut out a"
                                    .formatted(size, MOST_RATIO)
                            + " part of it.");
        }
    }
}
