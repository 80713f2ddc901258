package io.github.pevl.cli.draw;

import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines. */
final class LabelText {

    private static final String CUT = "…";

    private LabelText() {}

    /**
     * Breaks between words, or inside a word that is wider than a line.
     *
     * @param width of a line, pixels
     * @param max number of lines; an ellipsis stands for what does not fit
     */
    static List<String> lines(String text, FontMetrics metrics, int width, int max) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty() && lines.size() < max) {
            int end = lineEnd(rest, metrics, width);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            int last = lines.size() - 1;
            lines.set(last, cut(lines.get(last), metrics, width));
        }
        return lines;
    }

    private static int lineEnd(String text, FontMetrics metrics, int width) {
        int fits = 0;
        while (fits < text.length()) {
            int next = text.offsetByCodePoints(fits, 1);
            if (metrics.stringWidth(text.substring(0, next)) > width) {
                break;
            }
            fits = next;
        }
        if (fits == text.length() || text.charAt(fits) == ' ') {
            return fits;
        }
        int blank = text.lastIndexOf(' ', fits);
        int one = text.offsetByCodePoints(0, 1); // so that a narrow line makes progress
        return blank > 0 ? blank : Math.max(fits, one);
    }

    private static String cut(String line, FontMetrics metrics, int width) {
        String kept = line;
        while (!kept.isEmpty() && metrics.stringWidth(kept + CUT) > width) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1)).stripTrailing();
        }
        return kept + CUT;
    }
}
