package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The visual encoder's layers, computed again for their gradients. */
class RecomputeTest {

    @Test
    void lossesAndGradientsAreEqualBitByBit() {
        try (TinyTraining kept = new TinyTraining(TinyTraining.everything());
                TinyTraining again = new TinyTraining(TinyTraining.everything())) {
            again.step.recompute();
            for (long step = 0; step < 3; step++) {
                assertThat(again.loss(step)).isEqualTo(kept.loss(step));
                for (Parameter parameter : kept.network.getParameters().values()) {
                    if (parameter.requiresGradient()) {
                        String name = parameter.getName();
                        float[] expected = gradient(kept, name);
                        assertThat(gradient(again, name)).as(name).isEqualTo(expected);
                    }
                }
                float[] first = gradient(again, "visual_encoder.patch_embed.proj.weight");
                assertThat(first).isNotEqualTo(new float[first.length]);
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

    @ParameterizedTest
    @ValueSource(strings = {"visual_encoder.", "visual_encoder.p", "visual_encoder.blocks.0."})
    void anEncoderMayBeFrozenInPart(String part) {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything())) {
            training.network.freezeParameters(
                    true, parameter -> parameter.getName().startsWith(part));
            training.step.recompute();
            assertThat(training.learn(0)).isFinite();
            assertThat(training.learn(1)).isFinite();
        }
    }
}
