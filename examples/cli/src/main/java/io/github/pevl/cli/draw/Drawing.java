package io.github.pevl.cli.draw;

import java.util.List;

/**
 * What is drawn of an answer.
 *
 * @param marks boxes in the image
 * @param arrows from mark to mark
 * @param panel lists under the image
 */
public record Drawing(List<Mark> marks, List<Arrow> arrows, List<Bars> panel) {

    /** Of a ranked list no more can be seen at once. */
    public static final int MOST = 20;

    /**
     * An arrow between two marks, by their places in the list of marks.
     *
     * @param label is written on it
     */
    public record Arrow(int from, int to, String label) {}

    /**
     * Texts that compete, each with a bar; the longest bar stands out.
     *
     * @param title is written above them
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
