package io.github.pevl.internal.augment;

import io.github.pevl.internal.image.RgbImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mirrors an image about its vertical axis, and swaps left and right in texts. Only whole words are
 * swapped; the original swaps substrings ("leftover", "bright").
 */
public final class Mirror {

    private static final Pattern SIDE =
            Pattern.compile("\\b(left|right)\\b", Pattern.CASE_INSENSITIVE);

    private Mirror() {}

    /** The image mirrored. */
    public static RgbImage image(RgbImage image) {
        int width = image.width();
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(from, 3 * (y * width + x), to, 3 * (y * width + width - 1 - x), 3);
            }
        }
        return new RgbImage(width, image.height(), to);
    }

    /** "the red box left of it" becomes "the red box right of it". */
    public static String text(String text) {
        Matcher matcher = SIDE.matcher(text);
        return matcher.replaceAll(side -> side.group().equalsIgnoreCase("left") ? "right" : "left");
    }
}
