package io.github.pevl.scenes;

import java.awt.Color;
import java.util.Locale;
import java.util.SplittableRandom;

/** The colours of shapes; with all variation, hues are at least 38 degrees apart. */
public enum ShapeColor {
    RED(1, 0.85, 0.88),
    YELLOW(52, 0.90, 0.96),
    GREEN(124, 0.78, 0.66),
    CYAN(183, 0.78, 0.90),
    BLUE(226, 0.85, 0.88),
    PURPLE(286, 0.72, 0.70);

    private static final double HUE_VARIATION = 5;
    private static final double TONE_VARIATION = 0.06;

    private final double hue;
    private final double saturation;
    private final double brightness;

    ShapeColor(double hue, double saturation, double brightness) {
        this.hue = hue;
        this.saturation = saturation;
        this.brightness = brightness;
    }

    /** Its word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A random shade of this colour, 0xRRGGBB. */
    int tint(SplittableRandom random) {
        double h = hue + random.nextDouble(-HUE_VARIATION, HUE_VARIATION);
        double s = vary(saturation, random);
        double b = vary(brightness, random);
        return Color.HSBtoRGB((float) (h / 360), (float) s, (float) b) & 0xFFFFFF;
    }

    private static double vary(double tone, SplittableRandom random) {
        return Math.min(1, tone + random.nextDouble(-TONE_VARIATION, TONE_VARIATION));
    }
}
