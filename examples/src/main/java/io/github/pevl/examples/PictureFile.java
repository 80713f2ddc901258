package io.github.pevl.examples;

import ai.djl.modality.cv.Image;
import io.github.pevl.image.PictureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Opens the user's picture, if something can be found in a picture of its size. */
final class PictureFile {

    /** The model looks at patches; in fewer pixels there is nothing to be seen. */
    static final int LEAST_SIDE = 16;

    /** The model looks at a square: a longer strip would be squeezed beyond recognition. */
    static final int MOST_RATIO = 20;

    /** Decoded it takes four bytes a pixel, and is copied more than once. */
    static final long MOST_PIXELS = 100_000_000;

    private PictureFile() {}

    /**
     * Opens a picture. Its size is read first, so that a small file of a huge picture does no harm.
     *
     * @throws BadInput if it is missing, no picture, or of an impossible size
     */
    static Image open(Path file) throws BadInput {
        try {
            if (Files.isRegularFile(file)) {
                checkHeader(file);
            }
            Image image = PictureReader.open(file);
            check(file, image.getWidth(), image.getHeight());
            return image;
        } catch (IOException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    /** Leaves a file that cannot be read to the decoder, which says so. */
    private static void checkHeader(Path file) throws BadInput {
        int width;
        int height;
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                width = reader.getWidth(0);
                height = reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return;
        }
        check(file, width, height);
    }

    private static void check(Path file, int width, int height) throws BadInput {
        String size = "%s is %d x %d pixels".formatted(file, width, height);
        if (Math.min(width, height) < LEAST_SIDE) {
            throw new BadInput(
                    "%s, too small to find anything in: each side needs %d. Give a larger picture."
                            .formatted(size, LEAST_SIDE));
        }
        if (Math.max(width, height) > (long) MOST_RATIO * Math.min(width, height)) {
            throw new BadInput(
                    "%s, too long a strip: the longer side may be %d times the shorter. Cut out a"
                                    .formatted(size, MOST_RATIO)
                            + " part of it.");
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new BadInput(
                    "%s, more than %d million. Make it smaller; the model looks at less than one."
                            .formatted(size, MOST_PIXELS / 1_000_000));
        }
    }
}
