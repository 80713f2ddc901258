package io.github.pevl.internal.image;

/**
 * The weights of pixels in resizing: Pillow's filters of the same names, which widen with the scale
 * when an image shrinks. The original evaluates grounding with {@link #BICUBIC}, and uses {@link
 * #BILINEAR} for all else, training included.
 */
public enum Filter {
    /** A triangle, one pixel to each side. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 1 ? 1 - x : 0;
        }
    },
    /** Keys' cubic with a = -0.5, two pixels to each side. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    private final double support;

    Filter(double support) {
        this.support = support;
    }

    /** Beyond this distance, in pixels, the weight is 0. */
    double support() {
        return support;
    }

    /** The weight of a pixel at a distance, in pixels. */
    abstract double weight(double distance);
}
