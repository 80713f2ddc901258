package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.it.GoldenBatch;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.recipe.Objective;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Gradients of the original, and what its optimiser makes of them. */
class GradientsGoldenTest {

    private static final double RELATIVE = 1e-4;

    /** Attention key biases have no gradient in exact arithmetic, only float noise. */
    private static final double NOISE = 1e-6;

    private static final String NORMS = "grad_norms_grounding_alpha_";

    private static final JsonObject LOSSES = Golden.json("model/losses.json").getAsJsonObject();

    @Test
    void fiveStepsOfFineTuningForExpressions() throws Exception {
        JsonArray expected = LOSSES.getAsJsonArray("adamw_lr_1e-3_wd_0.02_losses");
        try (GoldenStep step =
                new GoldenStep(
                        GoldenFolder.GIVEN,
                        GoldenStep.objective(GoldenFolder.GIVEN, 0, 1, 0, 0, 0))) {
            GoldenBatch batch = GoldenBatch.expressions(step.golden);
            for (JsonElement loss : expected) {
                double value = loss.getAsDouble();
                assertThat(step.learn(batch, 0)).isCloseTo(value, within(RELATIVE * value));
                step.move();
            }
            assertSums(step, LOSSES.getAsJsonObject("adamw_param_abs_sum_after_5"));
        }
    }

    private static void assertSums(GoldenStep step, JsonObject sums) {
        for (String name : sums.keySet()) {
            boolean noise = name.endsWith("key.bias") || name.endsWith("qkv.bias");
            double sum = sums.get(name).getAsDouble();
            NDArray weight = step.golden.block.getParameters().get(name).getArray();
            assertThat(LossesGoldenTest.sumOfSizes(weight))
                    .as(name)
                    .isCloseTo(sum, within((noise ? 1e-3 : RELATIVE) * Math.abs(sum)));
        }
    }

    @Test
    void gradientsOfPreTraining() throws Exception {
        String entry =
                LOSSES.keySet().stream()
                        .filter(name -> name.startsWith(NORMS))
                        .findFirst()
                        .orElseThrow();
        double alpha = Double.parseDouble(entry.substring(NORMS.length()));
        JsonObject config = Golden.json("model/config.json").getAsJsonObject();
        double position = config.get("postoken_temp").getAsDouble();
        JsonObject norms = LOSSES.getAsJsonObject(entry);
        Objective objective = GoldenStep.objective(GoldenFolder.GIVEN, 1, position, 1, 1, alpha);
        try (GoldenStep step = new GoldenStep(GoldenFolder.GIVEN, objective)) {
            step.learn(GoldenBatch.pretraining(step.golden), alpha);
            assertThat(norms.keySet()).isEqualTo(learners(step));
            for (String name : norms.keySet()) {
                double expected = norms.get(name).getAsDouble();
                NDArray weight = step.golden.block.getParameters().get(name).getArray();
                double tolerance = expected < NOISE ? NOISE : RELATIVE * expected;
                assertThat((double) weight.getGradient().norm().getFloat())
                        .as(name)
                        .isCloseTo(expected, within(tolerance));
            }
        }
    }

    private static Set<String> learners(GoldenStep step) {
        return step.golden.block.getParameters().values().stream()
                .filter(step.step::trains)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
    }
}
