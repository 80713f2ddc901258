package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PixelArea;
import io.github.pevl.text.PositionTokens;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every recorded layer, one test a layer, so that a failure names the layer. */
class NetworkGoldenTest extends GoldenStatesTest {

    @Test
    void patchStates() {
        GoldenStates.assertClose(states.image(), golden.tensor("image_embeds"));
    }

    @Test
    void wordStates() {
        GoldenStates.assertClose(states.words(), golden.tensor("text_embeds"));
    }

    @Test
    void fusedStates() {
        GoldenStates.assertClose(states.fused(), golden.tensor("fusion"));
    }

    @Test
    void matchScores() {
        GoldenStates.assertClose(
                golden.pass()
                        .match(
                                states.words().duplicate(),
                                golden.tensor("attention_mask"),
                                states.image(),
                                golden.oneEach()),
                golden.tensor("itm_logits"));
    }

    @Test
    void contrastFeatures() {
        GoldenStates.assertClose(
                golden.pass().imageFeature(states.image()), golden.tensor("image_feat"));
        GoldenStates.assertClose(
                golden.pass().textFeature(states.words()), golden.tensor("text_feat"));
    }

    @Test
    void scoresOfTheColumnsAskedFor() {
        NDArray expected = golden.tensor("mlm_logits_pos_columns"); // (T, L, columns)
        Shape shape = expected.getShape();
        long first = PevlVocabulary.bert().boxBeginId();
        NDArray columns =
                golden.manager.create(LongStream.range(first, first + shape.get(2)).toArray());
        NDArray scores = golden.pass().predictMasked(states.fused(), everyPlace(shape), columns);
        GoldenStates.assertClose(scores, expected.reshape(-1, shape.get(2)));
    }

    @Test
    void scoresOfTheWholeVocabulary() {
        NDArray slot = golden.manager.create(new long[] {0, 1}, new Shape(1, 2));
        NDArray all = golden.manager.create(new Shape(0), DataType.INT64);
        NDArray scores = golden.pass().predictMasked(states.fused(), slot, all);
        GoldenStates.assertClose(scores.get(0), golden.tensor("mlm_logits_row0_all"));
    }

    @Test
    void oneCallFillsTheMasksOfReferringExpressions() {
        NDArray expected = golden.tensor("rec_position_logits"); // (T, 4, 512)
        NDList input = golden.expressions().toList();
        NDList output = golden.block.forward(golden.store, input, false);
        GoldenStates.assertClose(output.get(0), expected.reshape(-1, PositionTokens.BINS));
    }

    @Test
    void expressionsAreGroundedInTheBoxesOfTheOriginal() {
        JsonObject recorded = folder.json("model/rec.json").getAsJsonObject();
        JsonArray expressions = recorded.getAsJsonArray("expressions");
        try (PevlTokenizer tokenizer = new PevlTokenizer(PevlVocabulary.bert())) {
            for (int i = 0; i < expressions.size(); i++) {
                String prompt = GroundingPrompt.ask(expressions.get(i).getAsString()).text();
                long[] ids = tokenizer.encode(prompt);
                float[][] scores = scoresOfTheBoxAtTheEnd(i, ids);
                JsonArray size = recorded.getAsJsonArray("width_height").get(i).getAsJsonArray();
                PixelArea area =
                        PositionTokens.decode(
                                new BoxBins(
                                        best(scores[0]),
                                        best(scores[1]),
                                        best(scores[2]),
                                        best(scores[3])),
                                size.get(0).getAsInt(),
                                size.get(1).getAsInt());
                JsonArray box = recorded.getAsJsonArray("boxes_xywh").get(i).getAsJsonArray();
                assertThat(area)
                        .isEqualTo(
                                new PixelArea(
                                        box.get(0).getAsDouble(),
                                        box.get(1).getAsDouble(),
                                        box.get(2).getAsDouble(),
                                        box.get(3).getAsDouble()));
            }
        }
    }

    private static float[][] scoresOfTheBoxAtTheEnd(int index, long[] ids) {
        long[] slots = new long[2 * PositionTokens.PER_BOX];
        for (int i = 0; i < PositionTokens.PER_BOX; i++) {
            slots[2 * i + 1] = ids.length - 1L - PositionTokens.PER_BOX + i;
        }
        PevlInput input =
                new PevlInput(
                        golden.tensor("image").get(index + ":" + (index + 1)),
                        golden.manager.create(
                                new long[] {1, PositionTokens.PER_BOX}, new Shape(1, 2)),
                        golden.manager.create(ids, new Shape(1, ids.length)),
                        golden.manager.ones(new Shape(1, ids.length), DataType.INT64),
                        golden.manager.create(slots, new Shape(PositionTokens.PER_BOX, 2)),
                        positionColumns());
        NDArray scores = golden.block.forward(golden.store, input.toList(), false).get(0);
        float[][] rows = new float[PositionTokens.PER_BOX][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = scores.get(i).toFloatArray();
        }
        return rows;
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private static NDArray positionColumns() {
        long first = PevlVocabulary.bert().firstPositionId();
        return golden.manager.create(
                LongStream.range(first, first + PositionTokens.BINS).toArray());
    }

    private static NDArray everyPlace(Shape shape) {
        NDArray all = golden.manager.ones(new Shape(shape.get(0), shape.get(1)));
        return all.nonzero();
    }
}
