package io.github.pevl.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of a curve.
 *
 * @param steps x coordinates, ascending
 * @param values y coordinates
 */
record Points(List<Double> steps, List<Double> values) {

    /** More could not be distinguished on a page. */
    static final int MAX = 500;

    /** How many points to average into one, so that at most {@value #MAX} remain. */
    static int perPoint(int count) {
        int others = MAX - 1;
        return Math.max(1, (count - 1 + others - 1) / others);
    }

    /** The first point, then the means of {@code each} neighbours. */
    Points means(int each) {
        List<Double> meanSteps = new ArrayList<>();
        List<Double> meanValues = new ArrayList<>();
        for (int from = 0, to = 1; from < steps.size(); from = to, to += each) {
            to = Math.min(to, steps.size());
            meanSteps.add(mean(steps.subList(from, to)));
            meanValues.add(mean(values.subList(from, to)));
        }
        return new Points(meanSteps, meanValues);
    }

    /**
     * An exponential moving average without bias towards its beginning.
     *
     * @param weight of the past, 0 to below 1
     */
    Points smoothed(double weight) {
        List<Double> smooth = new ArrayList<>();
        double past = 0;
        for (int i = 0; i < values.size(); i++) {
            past = weight * past + (1 - weight) * values.get(i);
            smooth.add(past / (1 - Math.pow(weight, i + 1)));
        }
        return new Points(steps, smooth);
    }

    private static double mean(List<Double> some) {
        return some.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
