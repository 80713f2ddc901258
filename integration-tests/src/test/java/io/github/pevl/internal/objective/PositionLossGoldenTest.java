package io.github.pevl.internal.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.text.PevlVocabulary;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ordering-aware labels. */
class PositionLossGoldenTest {

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
    void theLossIsZeroWithoutAMaskedPosition() {
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
}
