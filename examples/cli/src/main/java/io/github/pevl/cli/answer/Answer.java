package io.github.pevl.cli.answer;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Drawing;
import java.util.Locale;

/** What a command found out, to be printed and drawn. */
public interface Answer {

    /** For people: a line for each finding, with line ends. */
    String lines();

    /** For programs: a record whose components are JSON's fields, besides image and model. */
    Object json();

    /** What is drawn into the image and under it. */
    Drawing drawing();

    /** A line about a finding. */
    static String line(String finding, double probability) {
        return String.format(
                Locale.ROOT, "%s, probability %.3f%n", Failures.oneLine(finding), probability);
    }

    /** A finding as it stands in an image. */
    static String label(String finding, double probability) {
        // A blank that lines are not broken at.
        return String.format(
                Locale.ROOT, "%s\u00a0%.2f", shortened(Failures.oneLine(finding)), probability);
    }

    /** The beginning of a text that is to be named but not repeated. */
    static String shortened(String text) {
        int most = 60;
        return text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }

    /**
     * The probability of a token of a text, on (geometric) average.
     *
     * @param score the mean log-probability of its tokens, 0 or less
     */
    static double probability(double score) {
        return Math.exp(score);
    }
}
