package io.github.pevl.cli.draw;

import java.util.List;

/**
 * An answer as it is drawn.
 *
 * @param marks boxes in the image
 * @param arrows from mark to mark
 * @param panel lists under the image
 */
public record Drawing(List<Mark> marks, List<Arrow> arrows, List<Bars> panel) {

    /** Entries of a ranked list that are drawn; more could not be read. */
    public static final int MAX = 20;

    /**
     * An arrow between two marks, by their indices in the list of marks.
     *
     * @param label the text on it
     */
    public record Arrow(int from, int to, String label) {}

    /**
     * Ranked texts, each with a bar; the longest bar is highlighted.
     *
     * @param title the text above them
     */
    public record Bars(String title, List<Bar> bars) {}

    /**
     * A text with a bar.
     *
     * @param share the length of the bar, 0 to 1
     */
    public record Bar(String text, double share) {}

    /** Boxes only. */
    public static Drawing of(List<Mark> marks) {
        return new Drawing(marks, List.of(), List.of());
    }
}
