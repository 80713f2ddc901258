package io.github.pevl.scenes;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Two classes of size with a wide gap between them, so that "small" and "large" are never in doubt.
 */
public enum ShapeSize {
    /** The longer side of the box is 16 to 21 pixels in an image of 96. */
    SMALL(16, 21),
    /** The longer side of the box is 30 to 40 pixels in an image of 96. */
    LARGE(30, 40);

    private static final double REFERENCE_SIDE = 96;

    private final double least;
    private final double most;

    ShapeSize(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** The word that expressions use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A longer side in pixels, for an image of the given side. */
    double draw(SplittableRandom random, int side) {
        return random.nextDouble(least, most) * side / REFERENCE_SIDE;
    }
}
