package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.internal.evaluate.PresenceScores.Score;
import io.github.pevl.internal.presence.PresenceCalibration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PresenceFitTest {

    private static Score score(String kind, boolean present, double probability) {
        return new Score(kind, present, probability);
    }

    @Test
    void areaCountsPairsAndHalvesEqualOnes() {
        PresenceScores scores =
                new PresenceScores(
                        List.of(
                                score("noun", true, 0.9),
                                score("noun", true, 0.5),
                                score("wrong noun", false, 0.5),
                                score("wrong place", false, 0.7)));
        assertThat(scores.auroc()).isEqualTo((1 + 1 + 0.5 + 0) / 4);
        assertThat(scores.against("wrong noun").auroc()).isEqualTo(1.5 / 2);
        assertThat(scores.againstOthers("wrong noun").auroc()).isEqualTo(1.0 / 2);
        assertThat(scores.found(0.5)).isEqualTo(1);
        assertThat(scores.found(0.51)).isEqualTo(0.5);
        assertThat(scores.notFound(0.5)).isZero();
        assertThat(scores.notFound(0.7)).isEqualTo(0.5);
    }

    /** Bins of 0.1: one has 0.9 too much in sum, one 0.05 too little, of four. */
    @Test
    void calibrationErrorWeighsBins() {
        PresenceScores scores =
                new PresenceScores(
                        List.of(
                                score("a", true, 0.95),
                                score("a", false, 0.45),
                                score("a", false, 0.45),
                                score("a", true, 1)));
        assertThat(scores.calibrationError()).isCloseTo((0.05 + 0.9) / 4, within(1e-12));
    }

    /** The truth is drawn by a known curve of the score, which the fit must find again. */
    @Test
    void fitFindsTheCurveThatTheTruthFollows() {
        SplittableRandom random = new SplittableRandom(3);
        for (double[] curve : new double[][] {{0.4, 0.7}, {1.7, -1.1}, {3, 0}}) {
            List<Score> drawn = new ArrayList<>();
            for (int i = 0; i < 40_000; i++) {
                double score = random.nextDouble(-6, 6);
                boolean present =
                        random.nextDouble() < 1 / (1 + Math.exp(-curve[0] * score - curve[1]));
                drawn.add(score("x", present, 1 / (1 + Math.exp(-score))));
            }
            PresenceScores bare = new PresenceScores(drawn);
            PresenceCalibration fit = PresenceFit.of(bare);
            assertThat(fit.scale()).isCloseTo(curve[0], within(0.05 * curve[0] + 0.02));
            assertThat(fit.bias()).isCloseTo(curve[1], within(0.1));
            assertThat(bare.by(fit).calibrationError()).isLessThan(0.01);
            assertThat(bare.by(fit).auroc()).isCloseTo(bare.auroc(), within(1e-9));
            assertThat(fit.expressions()).isEqualTo(40_000);
            double best =
                    fit.curve().stream()
                            .mapToDouble(it -> it.found() + it.notFound())
                            .max()
                            .orElseThrow();
            PresenceScores calibrated = bare.by(fit);
            assertThat(calibrated.found(fit.threshold()) + calibrated.notFound(fit.threshold()))
                    .isEqualTo(best);
        }
    }

    @Test
    void scoresThatTellEverythingApartHaveAFiniteFit() {
        PresenceScores apart =
                new PresenceScores(List.of(score("a", true, 0.99), score("b", false, 0.01)));
        PresenceCalibration fit = PresenceFit.of(apart);
        assertThat(fit.scale()).isPositive().isFinite();
        assertThat(apart.by(fit).found(fit.threshold())).isEqualTo(1);
        assertThat(apart.by(fit).notFound(fit.threshold())).isEqualTo(1);
    }

    @Test
    void uselessScoresAreRefused() {
        PresenceScores wrong =
                new PresenceScores(
                        List.of(
                                score("a", true, 0.2),
                                score("a", true, 0.3),
                                score("b", false, 0.8),
                                score("b", false, 0.7)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresenceFit.of(wrong))
                .withMessageContainingAll("AUROC 0.000", "not trained");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresenceFit.of(wrong.against("none")))
                .withMessageContainingAll("2 expressions", "2 mean something");
    }
}
