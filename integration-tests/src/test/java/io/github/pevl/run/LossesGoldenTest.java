package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.GoldenBatch;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.recipe.Objective;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss that was recorded, and what a step leaves in twins and queues. */
@ParameterizedClass
@MethodSource("io.github.pevl.it.GoldenFolder#models")
class LossesGoldenTest {

    private static final double RELATIVE = 1e-4;

    @Parameter private GoldenFolder folder;

    /** The original's names of losses, and ours. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "mlm", "masked",
                    "position_soft", "position",
                    "ita", "contrast",
                    "itm", "matching");

    @Test
    void preTrainingWithDrawnPairs() throws Exception {
        for (Recorded mode : recorded("pretrain_grounding_alpha_([0-9.]+)()")) {
            assertLosses(mode, pretraining(mode.alpha));
        }
    }

    @Test
    void preTrainingWithLabelledPairs() throws Exception {
        for (Recorded mode : recorded("pretrain_vcr_alpha_([0-9.]+)_itm_([01]+)")) {
            assertLosses(mode, pretraining(mode.alpha));
        }
    }

    @Test
    void fineTuningForChoices() throws Exception {
        for (Recorded mode : recorded("vcr_finetune_alpha_([0-9.]+)_itm_([01]+)")) {
            assertLosses(mode, GoldenStep.objective(folder, 0, 0, 1, 1, mode.alpha));
        }
    }

    @Test
    void fineTuningForRelations() throws Exception {
        for (Recorded mode : recorded("vrd_finetune_mlm_alpha_([0-9.]+)()")) {
            Objective objective = GoldenStep.objective(folder, 1, 0, 0, 0, mode.alpha);
            try (GoldenStep step = new GoldenStep(folder, objective)) {
                GoldenBatch batch = GoldenBatch.task(step.golden, "vrd");
                assertThat(step.learn(batch, mode.alpha)).satisfies(close(mode.value));
            }
        }
    }

    @Test
    void fineTuningForExpressions() throws Exception {
        try (GoldenStep step =
                new GoldenStep(folder, GoldenStep.objective(folder, 0, 1, 0, 0, 0))) {
            GoldenBatch batch = GoldenBatch.expressions(step.golden);
            assertThat(step.learn(batch, 0))
                    .satisfies(close(losses().get("rec_finetune_position_soft")));
        }
    }

    @Test
    void fineTuningForAnswers() throws Exception {
        try (GoldenStep step =
                new GoldenStep(folder, GoldenStep.objective(folder, 1, 0, 0, 0, 0))) {
            GoldenBatch batch = GoldenBatch.task(step.golden, "gqa");
            assertThat(step.learn(batch, 0)).satisfies(close(losses().get("gqa_finetune_mlm")));
        }
    }

    @Test
    void twinsAndQueuesAfterAStep() throws Exception {
        JsonObject sums = losses().getAsJsonObject("momentum_param_abs_sum_after");
        Recorded mode = recorded("pretrain_grounding_alpha_([0-9.]+)()").get(0);
        try (GoldenStep step = new GoldenStep(folder, pretraining(mode.alpha))) {
            step.learn(GoldenBatch.pretraining(step.golden), mode.alpha);
            try (NDList state = step.step.state()) {
                for (String name : sums.keySet()) {
                    assertThat(sumOfSizes(state.get(name)))
                            .as(name)
                            .satisfies(close(sums.get(name)));
                }
                assertSame(state.get("image_queue"), step.golden.tensor("queue_image_after"));
                assertSame(state.get("text_queue"), step.golden.tensor("queue_text_after"));
                assertThat(state.get("queue_ptr").getLong(0))
                        .isEqualTo(losses().get("queue_ptr_after").getAsLong());
            }
        }
    }

    private static void assertSame(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
    }

    private Objective pretraining(double alpha) {
        double position =
                folder.json("model/config.json")
                        .getAsJsonObject()
                        .get("postoken_temp")
                        .getAsDouble();
        return GoldenStep.objective(folder, 1, position, 1, 1, alpha);
    }

    private void assertLosses(Recorded mode, Objective objective) throws Exception {
        JsonObject expected = mode.value.getAsJsonObject();
        try (GoldenStep step = new GoldenStep(folder, objective)) {
            double sum = step.learn(GoldenBatch.pretraining(step.golden, mode.matches), mode.alpha);
            Map<String, Double> parts = step.step.parts();
            assertThat(parts).hasSameSizeAs(expected.keySet());
            for (String name : expected.keySet()) {
                assertThat(parts.get(NAMES.get(name)))
                        .as(name)
                        .satisfies(close(expected.get(name)));
            }
            assertThat(sum)
                    .isCloseTo(
                            parts.values().stream().mapToDouble(d -> d).sum(),
                            within(RELATIVE * sum));
        }
    }

    /**
     * An entry of losses.json.
     *
     * @param alpha the twin's share, from the entry's name
     * @param matches labels of matches, from the entry's name; empty if there are none
     */
    private record Recorded(double alpha, long[] matches, JsonElement value) {}

    private List<Recorded> recorded(String pattern) {
        List<Recorded> found =
                losses().keySet().stream()
                        .map(Pattern.compile(pattern)::matcher)
                        .filter(Matcher::matches)
                        .map(
                                m ->
                                        new Recorded(
                                                Double.parseDouble(m.group(1)),
                                                digits(m.group(2)),
                                                losses().get(m.group())))
                        .toList();
        assertThat(found).as(pattern).isNotEmpty();
        return found;
    }

    private static long[] digits(String text) {
        return IntStream.range(0, text.length()).mapToLong(i -> text.charAt(i) - '0').toArray();
    }

    private JsonObject losses() {
        return folder.json("model/losses.json").getAsJsonObject();
    }

    static double sumOfSizes(NDArray array) {
        double sum = 0;
        for (float value : array.toFloatArray()) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static Consumer<Double> close(JsonElement expected) {
        double value = expected.getAsDouble();
        return actual -> assertThat(actual).isCloseTo(value, within(RELATIVE * Math.abs(value)));
    }
}
