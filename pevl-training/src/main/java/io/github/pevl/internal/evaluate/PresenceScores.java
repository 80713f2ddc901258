package io.github.pevl.internal.evaluate;

import io.github.pevl.data.PresenceSample;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How surely a model says of annotated expressions that they mean something.
 *
 * @param scores one for each expression, in the order of images
 */
public record PresenceScores(List<Score> scores) {

    /** The kind of expressions with a noun of something that is not there. */
    private static final String WRONG_NOUN = "wrong noun";

    private static final int BINS = 10;

    /** Probabilities nearer to 0 or 1 have no exact score. */
    private static final double TINY = 1e-12;

    /**
     * What a model says of an expression.
     *
     * @param kind of the expression; null if it has none
     * @param present whether it means something
     * @param probability that it does, as the model says, 0 to 1
     */
    public record Score(@Nullable String kind, boolean present, double probability) {}

    /** Copies the list. */
    public PresenceScores {
        scores = List.copyOf(scores);
    }

    /**
     * Reads an answer about expressions.
     *
     * @throws IllegalArgumentException if it does not say whether something is there
     */
    static List<Score> of(GroundingResult result, List<PresenceSample> group) {
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Presence presence = result.groundings().get(i).presence();
            if (presence == null) {
                throw new IllegalArgumentException(
                        "The model is not asked for presence; load it with the argument presence.");
            }
            PresenceSample sample = group.get(i);
            scores.add(new Score(sample.kind(), sample.present(), presence.probability()));
        }
        return scores;
    }

    /**
     * A table: a line for all, one against the expressions with a wrong noun, and one against the
     * nearly true ones.
     *
     * @param threshold of what counts as found
     */
    public String table(double threshold) {
        return line("overall", threshold)
                + against(WRONG_NOUN).line(WRONG_NOUN, threshold)
                + againstOthers(WRONG_NOUN).line("nearly true", threshold);
    }

    private String line(String name, double threshold) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("AUROC", auroc());
        measures.put("calibration error", calibrationError());
        measures.put("threshold", threshold);
        measures.put("found", found(threshold));
        measures.put("not found", notFound(threshold));
        return Report.line(name, measures, "expressions " + scores.size());
    }

    /** The present ones, and the absent ones of a kind. */
    public PresenceScores against(String kind) {
        return where(it -> it.present() || kind.equals(it.kind()));
    }

    /** The present ones, and the absent ones of all other kinds. */
    public PresenceScores againstOthers(String kind) {
        return where(it -> it.present() || !kind.equals(it.kind()));
    }

    private PresenceScores where(Predicate<Score> wanted) {
        return new PresenceScores(scores.stream().filter(wanted).toList());
    }

    /** What a calibration makes of the bare scores of a model. */
    public PresenceScores by(PresenceCalibration calibration) {
        return mapped(calibration::probability);
    }

    /** The same with other probabilities, which follow from the scores before. */
    PresenceScores mapped(DoubleUnaryOperator probability) {
        return new PresenceScores(
                scores.stream()
                        .map(
                                it ->
                                        new Score(
                                                it.kind(),
                                                it.present(),
                                                probability.applyAsDouble(logit(it.probability()))))
                        .toList());
    }

    /** The score of a bare probability. */
    static double logit(double probability) {
        double p = Math.max(TINY, Math.min(1 - TINY, probability));
        return Math.log(p / (1 - p));
    }

    /** The probabilities of those that are present, or of those that are not, ascending. */
    double[] probabilities(boolean present) {
        return scores.stream()
                .filter(it -> it.present() == present)
                .mapToDouble(Score::probability)
                .sorted()
                .toArray();
    }

    /**
     * Area under the ROC curve: the probability that something present has a higher score than
     * something absent, equal ones counting half; NaN if there are none of either.
     */
    public double auroc() {
        double[] present = probabilities(true);
        double[] absent = probabilities(false);
        double wins = 0;
        for (double value : present) {
            wins += below(absent, value) + 0.5 * (notAbove(absent, value) - below(absent, value));
        }
        return wins / present.length / absent.length;
    }

    /**
     * Expected calibration error: the mean difference between probability and truth in ten bins of
     * equal width, weighed by their sizes.
     */
    public double calibrationError() {
        double[] sums = new double[BINS];
        for (Score score : scores) {
            int bin = Math.min(BINS - 1, (int) (score.probability() * BINS));
            sums[bin] += score.probability() - (score.present() ? 1 : 0);
        }
        double error = 0;
        for (double sum : sums) {
            error += Math.abs(sum);
        }
        return error / scores.size();
    }

    /** Share of the present ones with at least this probability. */
    public double found(double threshold) {
        double[] present = probabilities(true);
        return 1 - (double) below(present, threshold) / present.length;
    }

    /** Share of the absent ones with less than this probability. */
    public double notFound(double threshold) {
        double[] absent = probabilities(false);
        return (double) below(absent, threshold) / absent.length;
    }

    private static int below(double[] ascending, double value) {
        int from = 0;
        int to = ascending.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ascending[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static int notAbove(double[] ascending, double value) {
        return below(ascending, Math.nextUp(value));
    }
}
