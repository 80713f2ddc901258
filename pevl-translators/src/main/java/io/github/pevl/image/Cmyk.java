package io.github.pevl.image;

/** Converts CMYK to RGB without a profile, as Pillow's {@code convert} does. */
final class Cmyk {

    private Cmyk() {}

    /**
     * The red, green or blue that an ink leaves.
     *
     * @param ink cyan, magenta or yellow, 0 to 255
     * @param white 255 less black
     */
    static int part(int ink, int white) {
        int product = ink * white + 128;
        return Math.max(0, white - ((product >> 8) + product >> 8));
    }
}
