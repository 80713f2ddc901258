package io.github.pevl.image;

import java.util.Arrays;

/**
 * The colours of indices; those that a file does not define are grey with the value of the index,
 * as in Pillow.
 */
final class Palette {

    static final int SIZE = 256;

    private final int[] colours = new int[SIZE];

    Palette() {
        Arrays.setAll(colours, i -> i * 0x010101);
    }

    /** Sets the first colours; each takes three bytes: red, green, blue. */
    void fill(byte[] rgb) {
        fill(rgb, 3, 0, 1, 2);
    }

    /**
     * Sets the first colours.
     *
     * @param step bytes per colour
     * @param red the index of red in these bytes
     */
    void fill(byte[] entries, int step, int red, int green, int blue) {
        int count = Math.min(SIZE, entries.length / step);
        for (int i = 0; i < count; i++) {
            set(i, entries[i * step + red], entries[i * step + green], entries[i * step + blue]);
        }
    }

    void set(int index, int red, int green, int blue) {
        colours[index] = (red & 0xff) << 16 | (green & 0xff) << 8 | blue & 0xff;
    }

    /** The colour of an index of 0 to 255, 0xRRGGBB. */
    int colour(int index) {
        return colours[index];
    }

    /**
     * The i-th sample of a row whose samples have 1, 2, 4 or 8 bits, the first in the high bits.
     */
    static int packed(byte[] row, int i, int bits) {
        int bit = i * bits;
        return row[bit >> 3] >> Byte.SIZE - bits - (bit & 7) & (1 << bits) - 1;
    }
}
