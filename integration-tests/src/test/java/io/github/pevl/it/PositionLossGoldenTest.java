package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.objective.PositionLoss;
import io.github.pevl.run.AdamW;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.PevlInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ordering-aware labels, the loss of referring expressions, and five steps of AdamW with it. */
class PositionLossGoldenTest {

    private static final double RELATIVE = 1e-4;
    private static final PevlVocabulary WORDS = PevlVocabulary.bert();

    @Test
    void softLabelsAreThoseOfTheOriginal() {
        JsonObject golden = Golden.json("model/position_soft_labels.json").getAsJsonObject();
        double decay = golden.get("exp_decay_ratio").getAsDouble();
        PositionLoss loss = new PositionLoss((int) WORDS.firstPositionId(), decay);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Map.Entry<String, JsonElement> row : golden.getAsJsonObject("rows").entrySet()) {
                long bin = Long.parseLong(row.getKey());
                float[] labels = loss.softLabels(manager.create(new long[] {bin})).toFloatArray();
                JsonArray expected = row.getValue().getAsJsonArray();
                assertThat(labels).hasSize(expected.size());
                for (int i = 0; i < labels.length; i++) {
                    assertThat((double) labels[i])
                            .isCloseTo(expected.get(i).getAsDouble(), within(1e-7));
                }
            }
        }
    }

    @Test
    void fiveStepsOfAdamWAreThoseOfTheOriginal() throws Exception {
        JsonObject golden = Golden.json("model/losses.json").getAsJsonObject();
        JsonArray expected = golden.getAsJsonArray("adamw_lr_1e-3_wd_0.02_losses");
        try (GoldenModel small = GoldenModel.openTrainable();
                Model model = Model.newInstance("golden", "PyTorch")) {
            model.setBlock(small.block);
            AdamW optimizer = new AdamW(model.getNDManager(), 0.02);
            optimizer.setLearningRate(1e-3);
            try (Trainer trainer =
                    model.newTrainer(
                            new DefaultTrainingConfig(positionLoss()).optOptimizer(optimizer))) {
                small.block.freezeParameters(true, p -> untouched(p.getName()));
                NDArray labels = trueIds(small.manager);
                NDList input = recInput(small, (int) labels.getShape().get(0)).toList();
                for (JsonElement loss : expected) {
                    assertThat(step(trainer, input, labels)).satisfies(relative(loss));
                }
            }
            JsonObject sums = golden.getAsJsonObject("adamw_param_abs_sum_after_5");
            assertParametersMovedAlike(small, sums);
        }
    }

    @Test
    void whichParametersDecay() throws Exception {
        JsonObject golden = Golden.json("model/losses.json").getAsJsonObject();
        Set<String> noDecay = Set.copyOf(strings(golden.getAsJsonArray("adamw_no_decay")));
        try (GoldenModel small = GoldenModel.open()) {
            for (Parameter parameter : small.block.getParameters().values()) {
                assertThat(AdamW.decays(parameter.getArray()))
                        .as(parameter.getName())
                        .isEqualTo(!noDecay.contains(parameter.getName()));
            }
        }
    }

    @Test
    void withoutAHiddenPositionTheLossIsZero() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList none = new NDList(manager.create(new Shape(0), DataType.INT64));
            NDList scores = new NDList(manager.create(new Shape(0, WORDS.size())));
            assertThat(positionLoss().evaluate(none, scores).getFloat()).isZero();
        }
    }

    private static PositionLoss positionLoss() {
        JsonObject config = Golden.json("model/config.json").getAsJsonObject();
        return new PositionLoss(
                (int) WORDS.firstPositionId(), config.get("exp_decay_ratio").getAsDouble());
    }

    /** The position tokens of the recorded captions, in reading order. */
    private static NDArray trueIds(NDManager manager) {
        List<Long> ids = new ArrayList<>();
        try (PevlTokenizer tokenizer = new PevlTokenizer(WORDS)) {
            for (JsonElement caption : Golden.json("model/captions.json").getAsJsonArray()) {
                for (long id : tokenizer.encode(caption.getAsString()).ids()) {
                    if (WORDS.isPosition(id)) {
                        ids.add(id);
                    }
                }
            }
        }
        return manager.create(ids.stream().mapToLong(Long::longValue).toArray());
    }

    /** The recorded captions with every position token hidden. */
    private static PevlInput recInput(GoldenModel golden, int slots) {
        NDArray ids = golden.tensor("input_ids");
        long first = WORDS.firstPositionId();
        NDArray isPosition = ids.gte(first).logicalAnd(ids.lt(first + PositionTokens.BINS));
        NDArray masked = ids.mul(isPosition.logicalNot().toType(DataType.INT64, true));
        masked = masked.add(isPosition.toType(DataType.INT64, true).mul(WORDS.maskId()));
        NDArray places = isPosition.nonzero();
        assertThat(places.getShape().get(0)).isEqualTo(slots);
        int texts = (int) ids.getShape().get(0);
        long[] counts = new long[2 * texts];
        for (int i = 0; i < texts; i++) {
            counts[2 * i] = 1;
            counts[2 * i + 1] = isPosition.get(i).sum().getLong();
        }
        return new PevlInput(
                golden.tensor("image"),
                golden.manager.create(counts, new Shape(texts, 2)),
                masked,
                golden.tensor("attention_mask"),
                places,
                golden.manager.create(new Shape(0), DataType.INT64));
    }

    private static double step(Trainer trainer, NDList input, NDArray labels) {
        double value;
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList scores = trainer.forward(input);
            NDArray loss = trainer.getLoss().evaluate(new NDList(labels), scores);
            value = loss.getFloat();
            collector.backward(loss);
        }
        trainer.step();
        return value;
    }

    private static void assertParametersMovedAlike(GoldenModel small, JsonObject sums) {
        for (String name : sums.keySet()) {
            double sum = sums.get(name).getAsDouble();
            // Key biases have no gradient in exact arithmetic: AdamW makes steps of float noise.
            boolean noise = name.endsWith("key.bias") || name.endsWith("qkv.bias");
            assertThat(sumOfSizes(small.block.getParameters().get(name).getArray()))
                    .as(name)
                    .isCloseTo(sum, within((noise ? 1e-3 : RELATIVE) * Math.abs(sum)));
        }
    }

    private static double sumOfSizes(NDArray array) {
        double sum = 0;
        for (float value : array.toFloatArray()) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static boolean untouched(String name) {
        return name.equals("temp") || name.matches("(vision_proj|text_proj|itm_head)\\..*");
    }

    private static java.util.function.Consumer<Double> relative(JsonElement expected) {
        double value = expected.getAsDouble();
        return actual -> assertThat(actual).isCloseTo(value, within(RELATIVE * Math.abs(value)));
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
