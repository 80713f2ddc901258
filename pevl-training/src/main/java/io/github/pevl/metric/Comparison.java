package io.github.pevl.metric;

import io.github.pevl.text.PixelArea;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the answers of two models to the same data differ.
 *
 * @param model the report of the model in question
 * @param other the report of the model it is compared with, with the same rows
 * @param answers the number of compared boxes, best predicates, choices or answers; at least one
 * @param same how many of these are the same: equal, or boxes with an intersection over union of at
 *     least {@link #SAME_BOX}
 */
public record Comparison(Report model, Report other, int answers, int same) {

    /** The minimum intersection over union of boxes that count as the same. */
    public static final double SAME_BOX = 0.9;

    /** Checks the number of answers. */
    public Comparison {
        if (answers < 1) {
            throw new IllegalArgumentException("There are no answers to compare.");
        }
    }

    /** Compares answers to the same questions, in the same order. */
    public static Comparison of(Report model, Report other, List<?> answers, List<?> others) {
        int same = 0;
        for (int i = 0; i < answers.size(); i++) {
            same += isSame(answers.get(i), others.get(i)) ? 1 : 0;
        }
        return new Comparison(model, other, answers.size(), same);
    }

    /** Boxes with swapped corners overlap with nothing, not even with themselves. */
    private static boolean isSame(Object answer, Object other) {
        return answer.equals(other)
                || answer instanceof PixelArea a
                        && other instanceof PixelArea b
                        && a.iou(b) >= SAME_BOX;
    }

    /** The share of answers that are the same, 0 to 1. */
    public double share() {
        return (double) same / answers;
    }

    /** Each measure over all, the other model's subtracted. */
    public Map<String, Double> differences() {
        Map<String, Double> differences = new LinkedHashMap<>(model.overall().measures());
        other.overall()
                .measures()
                .forEach((name, value) -> differences.merge(name, -value, Double::sum));
        return differences;
    }

    /**
     * The model's table, then a line for the other, one for the differences, one for the answers.
     */
    public String table() {
        return model.table()
                + Report.line("the other", other.overall().measures(), "")
                + Report.line("difference", differences(), "")
                + Report.line("answers", Map.of("same", share()), "of " + answers);
    }
}
