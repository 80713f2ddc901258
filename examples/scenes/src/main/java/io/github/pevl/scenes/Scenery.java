package io.github.pevl.scenes;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Backgrounds that look like photographs from afar: landscapes, rooms, fabrics, lights out of
 * focus. They tell nothing about objects.
 */
final class Scenery {
    private static final int MAX_LIGHTS = 14;

    private final SplittableRandom random;
    private final int side;

    private Scenery(SplittableRandom random, int side) {
        this.random = random;
        this.side = side;
    }

    /** A colour for each pixel. */
    private interface Paint {
        Rgb at(int x, int y);
    }

    /** Channels from 0 to 255; beyond, they are clipped in the end. */
    private record Rgb(double red, double green, double blue) {
        Rgb mix(Rgb other, double share) {
            return new Rgb(
                    red + share * (other.red - red),
                    green + share * (other.green - green),
                    blue + share * (other.blue - blue));
        }

        Rgb lit(double by) {
            return new Rgb(red + by, green + by, blue + by);
        }

        int packed() {
            return clip(red) << 16 | clip(green) << 8 | clip(blue);
        }

        private static int clip(double value) {
            return (int) Math.max(0, Math.min(255, Math.round(value)));
        }
    }

    static BufferedImage draw(SplittableRandom random, int side) {
        Scenery scenery = new Scenery(random, side);
        Paint paint =
                switch (random.nextInt(5)) {
                    case 0 -> scenery.haze();
                    case 1 -> scenery.landscape();
                    case 2 -> scenery.room();
                    case 3 -> scenery.fabric();
                    default -> scenery.lights();
                };
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, paint.at(x, y).packed());
            }
        }
        return image;
    }

    /** Two colours in clouds of several sizes. */
    private Paint haze() {
        Rgb one = color(0, 1, 0.5, 0.2, 0.95);
        Rgb other = color(0, 1, 0.5, 0.2, 0.95);
        Paint texture = texture(one, 25);
        Clouds large = new Clouds(random, random.nextInt(2, 6), 0.7);
        return (x, y) -> texture.at(x, y).mix(other, 0.5 + large.at(x, y, side));
    }

    /** Sky, hills and ground. */
    private Paint landscape() {
        Rgb top = color(0.5, 0.68, 0.6, 0.5, 1);
        Rgb low = color(0, 1, 0.25, 0.7, 1);
        Paint hills = texture(color(0.2, 0.65, 0.4, 0.3, 0.7), 14);
        Paint ground = texture(color(0.05, 0.4, 0.6, 0.25, 0.8), 30);
        Clouds ridge = new Clouds(random, random.nextInt(3, 7), random.nextDouble(0.02, 0.14));
        Clouds sky = new Clouds(random, random.nextInt(3, 8), 0.4);
        double horizon = random.nextDouble(0.3, 0.7);
        double hillsAt = horizon - random.nextDouble(0, 0.15);
        return (x, y) -> {
            double height = (double) y / side;
            if (height > horizon) {
                return ground.at(x, y).lit(40 * (height - horizon));
            }
            return height > hillsAt + ridge.at(x, 0, side)
                    ? hills.at(x, y)
                    : top.mix(low, height / horizon + sky.at(x, y, side));
        };
    }

    /** A wall, and a floor or table before it, perhaps of boards. */
    private Paint room() {
        Paint wall = texture(color(0, 1, 0.35, 0.4, 0.95), 10);
        Paint floor = texture(color(0.02, 0.14, 0.6, 0.25, 0.8), 18);
        double edge = random.nextDouble(0.35, 0.85);
        double slope = random.nextDouble(-0.15, 0.15);
        double board = random.nextDouble(0.06, 0.25) * side;
        double joint = random.nextBoolean() ? random.nextDouble(10, 45) : 0;
        double light = random.nextDouble(-60, 60);
        return (x, y) -> {
            double across = (double) x / side - 0.5;
            double below = (double) y / side - edge - slope * across;
            if (below < 0) {
                return wall.at(x, y).lit(light * across);
            }
            double bent = x - side / 2.0 + across * below * side;
            boolean seam = joint > 0 && (bent / board - Math.floor(bent / board)) * board < 1.2;
            return floor.at(x, y).lit(light * across - (seam ? joint : 0));
        };
    }

    /** Stripes or checks at an angle. */
    private Paint fabric() {
        Paint one = texture(color(0, 1, 0.6, 0.3, 0.95), 8);
        Rgb other = color(0, 1, 0.6, 0.3, 0.95);
        double angle = random.nextDouble(0, Math.PI);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double width = random.nextDouble(0.05, 0.22) * side;
        double depth = random.nextDouble(0.15, 0.8);
        boolean checks = random.nextBoolean();
        return (x, y) -> {
            boolean along = Math.floorMod((int) Math.floor((x * cos + y * sin) / width), 2) == 0;
            boolean across = Math.floorMod((int) Math.floor((y * cos - x * sin) / width), 2) == 0;
            double share = (along ? depth : 0) + (checks && across ? depth / 2 : 0);
            return one.at(x, y).mix(other, Math.min(1, share));
        };
    }

    /** Soft discs of light. */
    private Paint lights() {
        Paint behind = texture(color(0, 1, 0.6, 0.1, 0.7), 12);
        int count = random.nextInt(3, MAX_LIGHTS);
        double[] x0 = random.doubles(count, 0, side).toArray();
        double[] y0 = random.doubles(count, 0, side).toArray();
        double[] radius = random.doubles(count, 0.04 * side, 0.2 * side).toArray();
        double[] strength = random.doubles(count, 0.2, 0.7).toArray();
        Rgb[] tint = new Rgb[count];
        for (int i = 0; i < count; i++) {
            tint[i] = color(0, 1, 0.7, 0.5, 1);
        }
        return (x, y) -> {
            Rgb seen = behind.at(x, y);
            for (int i = 0; i < count; i++) {
                double dx = x - x0[i];
                double dy = y - y0[i];
                double inside = radius[i] - Math.sqrt(dx * dx + dy * dy);
                seen = seen.mix(tint[i], strength[i] * Math.max(0, Math.min(1, inside / 3)));
            }
            return seen;
        };
    }

    /** A colour with coarse and fine variations of brightness. */
    private Paint texture(Rgb color, double amplitude) {
        Clouds coarse = new Clouds(random, random.nextInt(3, 9), amplitude);
        Clouds fine = new Clouds(random, random.nextInt(16, 40), amplitude / 2);
        return (x, y) -> color.lit(coarse.at(x, y, side) + fine.at(x, y, side));
    }

    private Rgb color(
            double minHue, double maxHue, double maxSaturation, double minValue, double maxValue) {
        Color color =
                Color.getHSBColor(
                        (float) random.nextDouble(minHue, maxHue),
                        (float) random.nextDouble(0, maxSaturation),
                        (float) random.nextDouble(minValue, maxValue));
        return new Rgb(color.getRed(), color.getGreen(), color.getBlue());
    }
}
