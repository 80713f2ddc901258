package io.github.pevl.internal.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import io.github.pevl.recipe.Objective;
import io.github.pevl.text.PositionTokens;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

    @Test
    void refusesWhatMakesNoSense() {
        refused(() -> new Objective(0, 0, 0, 0, 0, 0.9, 8, 0.15), "nothing to learn");
        refused(() -> new Objective(-1, 1, 0, 0, 0, 0.9, 8, 0.15), "masked is -1.0");
        refused(() -> new Objective(1, Double.NaN, 0, 0, 0, 0.9, 8, 0.15), "position is NaN");
        refused(() -> new Objective(1, 0, 0, 0, 1.5, 0.9, 8, 0.15), "distillation is 1.5");
        refused(() -> new Objective(0, 1, 0, 1, 0.4, 0.9, 8, 0.15), "distillation is 0.4");
        refused(() -> new Objective(1, 0, 0, 0, 0, 1, 8, 0.15), "momentum is 1.0");
        refused(() -> new Objective(0, 0, 1, 0, 0, 0.9, 0, 0.15), "queueSize is 0");
        refused(() -> new Objective(0, 1, 0, 0, 0, 0.9, 8, 0), "positionDecay is 0.0");
    }

    @Test
    void aTwinIsNeededForContrastAndForDistillation() {
        assertThat(new Objective(0, 0, 1, 0, 0, 0.9, 8, 0.15).needsMomentumEncoder()).isTrue();
        assertThat(new Objective(1, 0, 0, 0, 0.4, 0.9, 0, 0.15).needsMomentumEncoder()).isTrue();
        assertThat(new Objective(1, 1, 0, 1, 0, 0.9, 0, 0.15).needsMomentumEncoder()).isFalse();
    }

    /** As `--set objective.positionDecay=1000` asks for. */
    @Test
    void aSteepDecayIsPlainCrossEntropy() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            int first = 3;
            NDArray scores = manager.randomNormal(new Shape(4, first + PositionTokens.BINS + 2));
            NDArray truth = manager.create(new long[] {0, 7, 300, 511}).add(first);
            NDList labels = new NDList(truth);
            PositionLoss loss = new PositionLoss(first, Objective.HARD_LABELS);
            NDArray plain = Loss.softmaxCrossEntropyLoss().evaluate(labels, new NDList(scores));
            assertThat(loss.evaluate(labels, new NDList(scores)).getFloat())
                    .isCloseTo(plain.getFloat(), within(1e-5f));
            float[] label = loss.softLabels(manager.create(new long[] {7})).toFloatArray();
            assertThat(label[7]).isEqualTo(1);
            assertThat(label[6]).isZero();
        }
    }

    private static void refused(ThrowingCallable make, String message) {
        assertThatThrownBy(make)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
