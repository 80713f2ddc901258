package io.github.pevl.scenes;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * A faint texture: a nearly grey tone with a brightness gradient, clouds, and a little grain, so
 * that the background tells nothing about positions.
 */
final class Background {
    private final SplittableRandom random;
    private final int side;

    private Background(SplittableRandom random, int side) {
        this.random = random;
        this.side = side;
    }

    static BufferedImage draw(SplittableRandom random, int side) {
        return new Background(random, side).draw();
    }

    private BufferedImage draw() {
        Color tone =
                Color.getHSBColor(
                        (float) random.nextDouble(),
                        (float) random.nextDouble(0, 0.16),
                        (float) random.nextDouble(0.16, 0.84));
        double angle = random.nextDouble(0, 2 * Math.PI);
        double slope = random.nextDouble(0, 40) / side;
        double dx = slope * StrictMath.cos(angle);
        double dy = slope * StrictMath.sin(angle);
        Clouds clouds = new Clouds(random, random.nextInt(3, 9), random.nextDouble(4, 14));
        int grain = random.nextInt(1, 5);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double light = dx * (x - side / 2.0) + dy * (y - side / 2.0);
                light += clouds.at(x, y, side) + random.nextInt(-grain, grain + 1);
                image.setRGB(x, y, lit(tone, light));
            }
        }
        return image;
    }

    private static int lit(Color tone, double light) {
        int by = (int) Math.round(light);
        return channel(tone.getRed() + by) << 16
                | channel(tone.getGreen() + by) << 8
                | channel(tone.getBlue() + by);
    }

    private static int channel(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
