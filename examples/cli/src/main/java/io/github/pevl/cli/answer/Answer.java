package io.github.pevl.cli.answer;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Drawing;
import java.util.Locale;

/** The result of a command, to be printed and drawn. */
public interface Answer {

    /** For people: lines of text, each with a line end. */
    String lines();

    /** For programs: a record; its components become JSON fields behind those all answers have. */
    Object json();

    /** For the image that {@code --out} writes. */
    Drawing drawing();

    /** A line of text. */
    static String line(String finding, double probability) {
        return String.format(
                Locale.ROOT, "%s, probability %.3f%n", Failures.oneLine(finding), probability);
    }

    /** A label in an image. */
    static String label(String finding, double probability) {
        // A non-breaking space keeps the number with its word.
        return String.format(
                Locale.ROOT, "%s\u00a0%.2f", shortened(Failures.oneLine(finding)), probability);
    }

    /** A user's text, cut off after 60 characters. */
    static String shortened(String text) {
        int max = 60;
        return text.length() <= max ? text : text.substring(0, max - 3) + "...";
    }

    /**
     * The geometric mean of the probabilities of a text's tokens.
     *
     * @param score the mean log-probability of its tokens, 0 or less
     */
    static double probability(double score) {
        return Math.exp(score);
    }
}
