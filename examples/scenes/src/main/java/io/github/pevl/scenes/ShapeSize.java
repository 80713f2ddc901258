package io.github.pevl.scenes;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Two size classes with a wide gap between them, so that "small" and "large" are unambiguous. */
public enum ShapeSize {
    /** The longer side of the box is 16 to 21 pixels in an image of 96. */
    SMALL(16, 21),
    /** The longer side of the box is 30 to 40 pixels in an image of 96. */
    LARGE(30, 40);

    private static final double REFERENCE_SIDE = 96;

    private final double min;
    private final double max;

    ShapeSize(double min, double max) {
        this.min = min;
        this.max = max;
    }

    /** Its word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of all sizes. */
    static List<String> words() {
        return Stream.of(values()).map(ShapeSize::word).toList();
    }

    /** The other size. */
    ShapeSize other() {
        return this == SMALL ? LARGE : SMALL;
    }

    /** A random longer side in pixels, for an image of the given side. */
    double draw(SplittableRandom random, int side) {
        return random.nextDouble(min, max) * side / REFERENCE_SIDE;
    }
}
