package io.github.pevl.scenes;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * What a camera does to an image: brightness, contrast, a little blur and grain.
 *
 * @param gain factor of contrast
 * @param offset added brightness
 * @param blur weight of a pixel's neighbours, 0 to 1
 * @param grain max random change of a channel
 * @param random source of the grain
 */
record Lens(double gain, double offset, double blur, int grain, SplittableRandom random) {
    private static final int MIDDLE = 128;

    static Lens draw(SplittableRandom random) {
        double gain = random.nextDouble(0.7, 1.2);
        double offset = random.nextDouble(-30, 30);
        double blur = random.nextBoolean() ? random.nextDouble(0, 0.75) : 0;
        return new Lens(gain, offset, blur, random.nextInt(1, 8), random);
    }

    BufferedImage develop(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] from = image.getRGB(0, 0, width, height, null, 0, width);
        int[] blurred = blur == 0 ? from : blurred(from, width, height);
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] to = new int[from.length];
        for (int i = 0; i < to.length; i++) {
            int noise = random.nextInt(-grain, grain + 1);
            for (int shift = 0; shift <= 16; shift += 8) {
                to[i] |= exposed(blurred[i] >> shift & 0xFF, noise) << shift;
            }
        }
        out.setRGB(0, 0, width, height, to, 0, width);
        return out;
    }

    private int exposed(int value, int noise) {
        double lit = (value - MIDDLE) * gain + MIDDLE + offset + noise;
        return (int) Math.max(0, Math.min(255, Math.round(lit)));
    }

    /** Mixes each pixel with the mean of the nine around it. */
    private int[] blurred(int[] from, int width, int height) {
        int[] to = new int[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int own = from[y * width + x] >> shift & 0xFF;
                    double mean = mean(from, width, height, x, y, shift);
                    to[y * width + x] |= (int) Math.round(own + blur * (mean - own)) << shift;
                }
            }
        }
        return to;
    }

    private static double mean(int[] from, int width, int height, int x, int y, int shift) {
        int sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
            int row = Math.max(0, Math.min(height - 1, y + dy));
            for (int dx = -1; dx <= 1; dx++) {
                int column = Math.max(0, Math.min(width - 1, x + dx));
                sum += from[row * width + column] >> shift & 0xFF;
            }
        }
        return sum / 9.0;
    }
}
