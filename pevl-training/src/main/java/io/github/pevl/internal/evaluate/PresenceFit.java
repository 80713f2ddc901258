package io.github.pevl.internal.evaluate;

import io.github.pevl.internal.evaluate.PresenceScores.Score;
import io.github.pevl.internal.presence.PresenceCalibration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calibrates the presence of a model by the validation scores of its bare matching head: logistic
 * regression of the truth on the score (Platt scaling), then the threshold with the best balanced
 * accuracy.
 */
public final class PresenceFit {

    private static final int ROUNDS = 40;
    private static final int STEPS = 50;

    /** Keeps the scale finite where the scores tell everything apart. */
    private static final double RIDGE = 1e-3;

    private static final double MIN_STEP = 1e-6;

    private PresenceFit() {}

    /**
     * Calibrates.
     *
     * @param bare scores of a model that is asked without calibration
     * @throws IllegalArgumentException if nothing is present, or nothing absent, or if the model's
     *     scores are no higher for what is present
     */
    public static PresenceCalibration of(PresenceScores bare) {
        Fit fit = fit(bare);
        if (!(fit.scale > 0 && bare.auroc() > 0.5)) {
            throw new IllegalArgumentException(
                    "The model's matching scores are no higher for what is there (AUROC %.3f): its matching head is not trained for presence. Train it with presence data first."
                            .formatted(bare.auroc()));
        }
        PresenceScores calibrated = bare.mapped(score -> logistic(fit.scale * score + fit.bias));
        List<PresenceCalibration.Point> curve = curve(calibrated);
        double threshold =
                curve.stream()
                        .max((a, b) -> Double.compare(balanced(a), balanced(b)))
                        .map(PresenceCalibration.Point::threshold)
                        .orElseThrow();
        return new PresenceCalibration(fit.scale, fit.bias, threshold, bare.scores().size(), curve);
    }

    private static double balanced(PresenceCalibration.Point point) {
        return point.found() + point.notFound();
    }

    private static List<PresenceCalibration.Point> curve(PresenceScores calibrated) {
        List<PresenceCalibration.Point> curve = new ArrayList<>();
        for (int i = 1; i < STEPS; i++) {
            double threshold = (double) i / STEPS;
            curve.add(
                    new PresenceCalibration.Point(
                            threshold,
                            calibrated.found(threshold),
                            calibrated.notFound(threshold)));
        }
        return curve;
    }

    /** What a fit gives: scale, bias, and the loss there. */
    private record Fit(double scale, double bias, double loss) {

        static Fit of(PresenceScores bare, double scale, double bias) {
            double loss = RIDGE * (scale - 1) * (scale - 1) / 2;
            for (Score score : bare.scores()) {
                double x = scale * PresenceScores.logit(score.probability()) + bias;
                loss += softplus(score.present() ? -x : x);
            }
            return new Fit(scale, bias, loss);
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }

        /** A step of Newton's method, halved until it lowers the loss; the same if none does. */
        Fit better(PresenceScores bare) {
            double gs = RIDGE * (scale - 1);
            double gb = 0;
            double ss = RIDGE;
            double sb = 0;
            double bb = RIDGE;
            for (Score score : bare.scores()) {
                double x = PresenceScores.logit(score.probability());
                double p = logistic(scale * x + bias);
                double off = p - (score.present() ? 1 : 0);
                double weight = p * (1 - p);
                gs += off * x;
                gb += off;
                ss += weight * x * x;
                sb += weight * x;
                bb += weight;
            }
            double determinant = ss * bb - sb * sb;
            double ds = (bb * gs - sb * gb) / determinant;
            double db = (ss * gb - sb * gs) / determinant;
            for (double length = 1; length > MIN_STEP; length /= 2) {
                Fit next = of(bare, scale - length * ds, bias - length * db);
                if (next.loss < loss) {
                    return next;
                }
            }
            return this;
        }
    }

    private static Fit fit(PresenceScores bare) {
        long present = bare.scores().stream().filter(Score::present).count();
        if (present == 0 || present == bare.scores().size()) {
            throw new IllegalArgumentException(
                    "Of %d expressions, %d mean something; calibration needs some that do and some that do not."
                            .formatted(bare.scores().size(), present));
        }
        Fit fit = Fit.of(bare, 1, 0);
        for (int round = 0; round < ROUNDS; round++) {
            fit = fit.better(bare);
        }
        return fit;
    }

    private static double logistic(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
