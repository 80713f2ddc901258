package io.github.pevl.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat(new Objective(0, 0, 1, 0, 0, 0.9, 8, 0.15).hasTwin()).isTrue();
        assertThat(new Objective(1, 0, 0, 0, 0.4, 0.9, 0, 0.15).hasTwin()).isTrue();
        assertThat(new Objective(1, 1, 0, 1, 0, 0.9, 0, 0.15).hasTwin()).isFalse();
    }

    private static void refused(ThrowingCallable make, String message) {
        assertThatThrownBy(make)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
