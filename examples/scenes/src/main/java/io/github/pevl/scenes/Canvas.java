package io.github.pevl.scenes;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** What a world's objects are drawn on, and what is done to the image then. */
enum Canvas {
    /** A nearly grey background. */
    FAINT {
        @Override
        BufferedImage background(SplittableRandom random, int side) {
            return Background.draw(random, side);
        }

        @Override
        BufferedImage develop(SplittableRandom random, BufferedImage image) {
            return image;
        }
    },
    /** Backgrounds like photographs; then changes of light, blur and grain. */
    PHOTOGRAPHIC {
        @Override
        BufferedImage background(SplittableRandom random, int side) {
            return Scenery.draw(random, side);
        }

        @Override
        BufferedImage develop(SplittableRandom random, BufferedImage image) {
            return Lens.draw(random).develop(image);
        }
    };

    /** A random background, opaque RGB. */
    abstract BufferedImage background(SplittableRandom random, int side);

    /** The finished image. */
    abstract BufferedImage develop(SplittableRandom random, BufferedImage image);
}
