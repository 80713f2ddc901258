package io.github.pevl.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well expressions were grounded.
 *
 * @param overall over all expressions
 * @param byKind over the expressions of each kind, in order of appearance; empty where none has a
 *     kind
 */
public record GroundingReport(Score overall, Map<String, Score> byKind) {

    /** From here on a box counts as found (eval/eval.py). */
    public static final double FOUND = 0.5;

    /**
     * A share of expressions found.
     *
     * @param count expressions
     * @param found those with an IoU of at least 0.5
     * @param iouSum over all
     */
    public record Score(int count, int found, double iouSum) {

        static final Score NONE = new Score(0, 0, 0);

        /** The share found, 0 to 1. */
        public double accuracy() {
            return (double) found / count;
        }

        /** The mean intersection over union, 0 to 1. */
        public double meanIou() {
            return iouSum / count;
        }

        Score and(Score other) {
            return new Score(count + other.count, found + other.found, iouSum + other.iouSum);
        }

        Score plus(double iou) {
            return new Score(count + 1, found + (iou >= FOUND ? 1 : 0), iouSum + iou);
        }
    }

    /** Keeps the order of kinds. */
    public GroundingReport {
        byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    }

    /** A table: a line for all, then one for each kind; accuracy and mean IoU as fractions. */
    public String table() {
        StringBuilder table = new StringBuilder(line("overall", overall));
        byKind.forEach((kind, score) -> table.append(line(kind, score)));
        return table.toString();
    }

    private static String line(String name, Score score) {
        return String.format(
                Locale.ROOT,
                "%-12s accuracy %.4f  mean IoU %.4f  expressions %d%n",
                name,
                score.accuracy(),
                score.meanIou(),
                score.count());
    }
}
