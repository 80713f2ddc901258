package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Steps whose linear layers multiply in bfloat16. */
class Bfloat16StepTest {

    @Test
    void theyLearnAsThoseOfFloat32UpToRounding() {
        try (TinyTraining exact = new TinyTraining(TinyTraining.everything());
                TinyTraining cheap = new TinyTraining(TinyTraining.everything())) {
            cheap.step.multiplyInBfloat16();
            for (long step = 0; step < 4; step++) {
                float expected = exact.learn(step);
                assertThat(cheap.learn(step))
                        .isNotEqualTo(expected)
                        .isCloseTo(expected, Percentage.withPercentage(1));
            }
            for (Parameter parameter : cheap.network.getParameters().values()) {
                assertThat(parameter.getArray().getDataType()).isEqualTo(DataType.FLOAT32);
            }
        }
    }

    @Test
    void layersThatAreComputedAgainGiveTheSameGradients() {
        try (TinyTraining kept = new TinyTraining(TinyTraining.everything());
                TinyTraining again = new TinyTraining(TinyTraining.everything())) {
            kept.step.multiplyInBfloat16();
            again.step.multiplyInBfloat16();
            again.step.recompute();
            for (long step = 0; step < 2; step++) {
                assertThat(again.loss(step)).isEqualTo(kept.loss(step));
                for (Parameter parameter : kept.network.getParameters().values()) {
                    if (parameter.requiresGradient()) {
                        String name = parameter.getName();
                        assertThat(gradient(again, name)).as(name).isEqualTo(gradient(kept, name));
                    }
                }
                kept.trainer.step();
                again.trainer.step();
            }
        }
    }

    private static float[] gradient(TinyTraining training, String name) {
        try (NDArray gradient = training.parameter(name).getArray().getGradient()) {
            return gradient.toFloatArray();
        }
    }
}
