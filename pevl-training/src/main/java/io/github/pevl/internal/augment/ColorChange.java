package io.github.pevl.internal.augment;

import io.github.pevl.internal.image.RgbImage;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * The operations of random augmentation that change colours only (RandAugment, as in the original's
 * dataset/randaugment.py). The bytes are exactly those of the original.
 */
public enum ColorChange {
    /** Nothing. */
    IDENTITY {
        @Override
        RgbImage apply(RgbImage image, double factor) {
            return image;
        }
    },
    /** Each colour is stretched to 0..255. */
    AUTO_CONTRAST {
        @Override
        RgbImage apply(RgbImage image, double factor) {
            return byColor(image, ColorChange::stretched);
        }
    },
    /** Each colour's values become equally frequent. */
    EQUALIZE {
        @Override
        RgbImage apply(RgbImage image, double factor) {
            return byColor(image, ColorChange::equalized);
        }
    },
    /** All values are multiplied. */
    BRIGHTNESS {
        @Override
        RgbImage apply(RgbImage image, double factor) {
            return byColor(image, counts -> table(value -> (int) (value * (float) factor)));
        }
    },
    /**
     * Values move away from the mean of their surroundings, or towards it for a factor below 1; the
     * edge stays. As published, what leaves 0..255 is taken modulo 256.
     */
    SHARPNESS {
        @Override
        RgbImage apply(RgbImage image, double factor) {
            return factor == 1 ? image : sharpened(image, (float) factor);
        }
    };

    private static final int CHANNELS = 3;
    private static final int VALUES = 256;

    /** Of a pixel among the nine of its surroundings, which count one each. */
    private static final int CENTRE_WEIGHT = 5;

    private static final int WEIGHTS = CENTRE_WEIGHT + 8;

    private static final int OPERATIONS = 2;
    private static final int LEVEL = 5;
    private static final double CHANCE = 0.5;

    /** From how often each value occurs to what becomes of it. */
    private interface Table {
        byte[] of(int[] counts);
    }

    /**
     * Changes an image.
     *
     * @param factor for brightness and sharpness, see {@link #factor}; the others do without
     */
    abstract RgbImage apply(RgbImage image, double factor);

    /**
     * The strength of brightness and sharpness.
     *
     * @param level 0 to 10
     * @return 0.1 to 1.9; 1 changes nothing
     */
    static double factor(int level) {
        return level / 10.0 * 1.8 + 0.1;
    }

    /**
     * Two operations by chance, each done every other time, at level 5 as in all recipes (at which
     * brightness and sharpness change nothing).
     */
    public static RgbImage some(RgbImage image, SplittableRandom random) {
        RgbImage changed = image;
        for (int i = 0; i < OPERATIONS; i++) {
            ColorChange change = values()[random.nextInt(values().length)];
            if (random.nextDouble() < CHANCE) {
                changed = change.apply(changed, factor(LEVEL));
            }
        }
        return changed;
    }

    private static RgbImage byColor(RgbImage image, Table table) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            int[] counts = new int[VALUES];
            for (int i = channel; i < from.length; i += CHANNELS) {
                counts[from[i] & 0xff]++;
            }
            byte[] becomes = table.of(counts);
            for (int i = channel; i < from.length; i += CHANNELS) {
                to[i] = becomes[from[i] & 0xff];
            }
        }
        return new RgbImage(image.width(), image.height(), to);
    }

    private static byte[] table(IntUnaryOperator value) {
        byte[] table = new byte[VALUES];
        for (int i = 0; i < VALUES; i++) {
            table[i] = (byte) Math.min(Math.max(value.applyAsInt(i), 0), VALUES - 1);
        }
        return table;
    }

    private static byte[] stretched(int[] counts) {
        int low = 0;
        while (counts[low] == 0) {
            low++;
        }
        int high = VALUES - 1;
        while (counts[high] == 0) {
            high--;
        }
        if (low == high) {
            return table(value -> value);
        }
        double scale = (VALUES - 1.0) / (high - low);
        double offset = -low * scale;
        return table(value -> (int) (value * scale + offset));
    }

    private static byte[] equalized(int[] counts) {
        int pixels = 0;
        int last = 0; // how often the greatest value occurs
        for (int count : counts) {
            pixels += count;
            last = count > 0 ? count : last;
        }
        int step = (pixels - last) / (VALUES - 1);
        if (step == 0) {
            return table(value -> value);
        }
        byte[] becomes = new byte[VALUES];
        int sum = step / 2;
        for (int value = 0; value < VALUES; value++) {
            becomes[value] = (byte) Math.min(sum / step, VALUES - 1);
            sum += counts[value];
        }
        return becomes;
    }

    private static RgbImage sharpened(RgbImage image, float factor) {
        byte[] from = image.pixels();
        byte[] to = from.clone();
        int row = image.width() * CHANNELS;
        for (int y = 1; y < image.height() - 1; y++) {
            for (int i = y * row + CHANNELS; i < (y + 1) * row - CHANNELS; i++) {
                float mean = mean(from, i, row);
                to[i] = (byte) (int) (mean + factor * ((from[i] & 0xff) - mean));
            }
        }
        return new RgbImage(image.width(), image.height(), to);
    }

    /** The weighted mean of nine values, rounded; thirteenths are never halves. */
    private static int mean(byte[] pixels, int centre, int row) {
        int sum = (CENTRE_WEIGHT - 1) * (pixels[centre] & 0xff);
        for (int line = centre - row; line <= centre + row; line += row) {
            sum += pixels[line - CHANNELS] & 0xff;
            sum += pixels[line] & 0xff;
            sum += pixels[line + CHANNELS] & 0xff;
        }
        return (2 * sum + WEIGHTS) / (2 * WEIGHTS);
    }
}
