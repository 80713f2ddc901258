package io.github.pevl.cli.draw;

import java.awt.Color;

/** Distinguishable colours, and the colour of text on them. */
public final class Palette {

    private static final int[] FIRST = {
        0xE6194B, 0x0082C8, 0xFFE119, 0x3CB44B, 0xF58231, 0x911EB4, 0x46F0F0, 0xF032E6
    };

    /** For curves and bars: Okabe and Ito's, which colour-blind people can distinguish. */
    private static final Color[] SERIES = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000),
        new Color(0x7F7F7F)
    };

    private static final float GOLDEN_ANGLE = 0.618034f;

    private Palette() {}

    /** The colour of mark n, from 0. */
    public static Color color(int n) {
        return n < FIRST.length
                ? new Color(FIRST[n])
                : Color.getHSBColor(n * GOLDEN_ANGLE, 0.6f, 0.95f);
    }

    /** The colours of a chart's curves or bars, in order. */
    public static Color[] series() {
        return SERIES.clone();
    }

    /** Black or white, whichever contrasts more. */
    static Color contrast(Color color) {
        // WCAG 2: above a luminance of 0.179, black has the higher contrast.
        double luminance =
                0.2126 * linear(color.getRed())
                        + 0.7152 * linear(color.getGreen())
                        + 0.0722 * linear(color.getBlue());
        return luminance > 0.179 ? Color.BLACK : Color.WHITE;
    }

    private static double linear(int value) {
        double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
