package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PixelArea;
import io.github.pevl.text.PositionTokens;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded layer, one test a layer, so that a failure names the layer. */
@ParameterizedClass
@MethodSource("io.github.pevl.it.GoldenFolder#models")
class NetworkGoldenTest {

    private static final float TOLERANCE = 1e-4f;

    @Parameter private GoldenFolder folder;

    private static GoldenModel golden;
    private static NDArray image;
    private static NDArray words;
    private static NDArray fused;

    @BeforeParameterizedClassInvocation
    static void runTheNetwork(GoldenFolder folder) throws Exception {
        golden = GoldenModel.open(folder);
        NDArray mask = golden.tensor("attention_mask");
        image =
                golden.block.encodeImage(
                        new ForwardContext(golden.store, false), golden.tensor("image"));
        words =
                golden.block.encodeText(
                        new ForwardContext(golden.store, false), golden.tensor("input_ids"), mask);
        NDArray copy = words.duplicate();
        fused =
                golden.block.fuse(
                        new ForwardContext(golden.store, false),
                        copy,
                        mask,
                        image,
                        golden.oneEach());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        golden.close();
    }

    @Test
    void patchStates() {
        assertClose(image, golden.tensor("image_embeds"));
    }

    @Test
    void wordStates() {
        assertClose(words, golden.tensor("text_embeds"));
    }

    @Test
    void fusedStates() {
        assertClose(fused, golden.tensor("fusion"));
    }

    @Test
    void matchScores() {
        assertClose(
                golden.block.match(
                        new ForwardContext(golden.store, false),
                        words.duplicate(),
                        golden.tensor("attention_mask"),
                        image,
                        golden.oneEach()),
                golden.tensor("itm_logits"));
    }

    @Test
    void contrastFeatures() {
        assertClose(
                golden.block.imageFeature(new ForwardContext(golden.store, false), image),
                golden.tensor("image_feat"));
        assertClose(
                golden.block.textFeature(new ForwardContext(golden.store, false), words),
                golden.tensor("text_feat"));
    }

    @Test
    void scoresOfTheColumnsAskedFor() {
        NDArray expected = golden.tensor("mlm_logits_pos_columns"); // (T, L, columns)
        Shape shape = expected.getShape();
        long first = PevlVocabulary.bert().boxBeginId();
        NDArray columns =
                golden.manager.create(LongStream.range(first, first + shape.get(2)).toArray());
        NDArray scores =
                golden.block.predictMasked(
                        new ForwardContext(golden.store, false), fused, everyPlace(shape), columns);
        assertClose(scores, expected.reshape(-1, shape.get(2)));
    }

    @Test
    void scoresOfTheWholeVocabulary() {
        NDArray slot = golden.manager.create(new long[] {0, 1}, new Shape(1, 2));
        NDArray all = golden.manager.create(new Shape(0), DataType.INT64);
        NDArray scores =
                golden.block.predictMasked(
                        new ForwardContext(golden.store, false), fused, slot, all);
        assertClose(scores.get(0), golden.tensor("mlm_logits_row0_all"));
    }

    @Test
    void oneCallFillsTheMasksOfReferringExpressions() {
        NDArray expected = golden.tensor("rec_position_logits"); // (T, 4, 512)
        NDArray ids = golden.tensor("rec_masked_ids");
        PevlVocabulary vocabulary = PevlVocabulary.bert();
        long texts = ids.getShape().get(0);
        NDArray slots = ids.eq(vocabulary.maskId()).nonzero();
        NDArray counts =
                golden.manager.create(
                        LongStream.range(0, 2 * texts)
                                .map(i -> i % 2 == 0 ? 1 : PositionTokens.PER_BOX)
                                .toArray(),
                        new Shape(texts, 2));
        PevlInput input =
                new PevlInput(
                        golden.tensor("image").get(":" + texts),
                        counts,
                        ids,
                        golden.tensor("rec_attention_mask"),
                        slots,
                        positionColumns());
        NDList output = golden.block.forward(golden.store, input.toList(), false);
        assertClose(output.get(0), expected.reshape(-1, PositionTokens.BINS));
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

    @Test
    void textsShareOneImageAsIfEachHadItsOwn() {
        NDArray ids = golden.tensor("input_ids");
        NDArray mask = golden.tensor("attention_mask");
        int texts = (int) ids.getShape().get(0);
        NDArray states =
                golden.block.encodeText(new ForwardContext(golden.store, false), ids, mask);
        NDArray shared =
                golden.block.fuse(
                        new ForwardContext(golden.store, false),
                        states.duplicate(),
                        mask,
                        image.get("0:1"),
                        new int[] {texts});
        NDArray copies = image.get("0:1").repeat(0, texts);
        NDArray apart =
                golden.block.fuse(
                        new ForwardContext(golden.store, false),
                        states,
                        mask,
                        copies,
                        golden.oneEach());
        assertClose(shared, apart);
    }

    @Test
    void imagesMayHaveUnequallyManyTexts() {
        NDArray ids = golden.tensor("input_ids").get("0:1").repeat(0, 3);
        NDArray mask = golden.tensor("attention_mask").get("0:1").repeat(0, 3);
        NDArray images = image.get("0:1").concat(image.get("0:1").add(1));
        NDArray states =
                golden.block.encodeText(new ForwardContext(golden.store, false), ids, mask);
        int[] shares = {2, 1};
        NDArray uneven =
                golden.block.fuse(
                        new ForwardContext(golden.store, false), states, mask, images, shares);
        NDArray copies = images.get("0:1").repeat(0, 2).concat(images.get("1:2"));
        int[] oneEach = {1, 1, 1};
        NDArray apart =
                golden.block.fuse(
                        new ForwardContext(golden.store, false), states, mask, copies, oneEach);
        assertClose(uneven, apart);
        assertThat(uneven.get("1:2").sub(uneven.get("2:3")).abs().max().getFloat())
                .as("the images matter")
                .isGreaterThan(TOLERANCE);
    }

    @Test
    void sharesOfTextsThatDoNotAddUpAreRefused() {
        NDArray mask = golden.tensor("attention_mask");
        int[] wrong = new int[(int) image.getShape().get(0)];
        assertThatThrownBy(
                        () ->
                                golden.block.fuse(
                                        new ForwardContext(golden.store, false),
                                        words,
                                        mask,
                                        image,
                                        wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Give each image its number of texts");
    }

    @Test
    void aPredictionHoldsNoMoreArraysInADeeperNetwork() {
        PevlConfig config = golden.block.config();
        assertThat(arraysAlive(deeper(config))).isEqualTo(arraysAlive(config));
    }

    private static PevlConfig deeper(PevlConfig c) {
        return new PevlConfig(
                c.imageSide(),
                c.patchSide(),
                c.visionWidth(),
                2 * c.visionDepth(),
                c.visionHeads(),
                c.textWidth(),
                3 * c.textDepth(),
                2 * c.fusionLayer(),
                c.textHeads(),
                c.textFeedForward(),
                c.vocabularySize(),
                c.maxPositions(),
                c.projectionWidth(),
                c.dropout());
    }

    /** Arrays that belong to a prediction when it is done. */
    private static int arraysAlive(PevlConfig config) {
        try (NDManager model = NDManager.newBaseManager();
                NDManager call = model.newSubManager()) {
            PevlBlock block = new PevlBlock(config);
            block.initialize(model);
            NDArray pixels = call.create(golden.tensor("image").getShape());
            NDArray ids = call.zeros(golden.tensor("input_ids").getShape(), DataType.INT64);
            NDArray mask = call.ones(ids.getShape(), DataType.INT64);
            ParameterStore store = new ParameterStore(call, false);
            NDArray encoded = block.encodeImage(new ForwardContext(store, false), pixels);
            NDArray text = block.encodeText(new ForwardContext(store, false), ids, mask);
            block.fuse(new ForwardContext(store, false), text, mask, encoded, golden.oneEach());
            return call.getManagedArrays().size();
        }
    }

    private static NDArray everyPlace(Shape shape) {
        NDArray all = golden.manager.ones(new Shape(shape.get(0), shape.get(1)));
        return all.nonzero();
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float worst = actual.sub(expected).abs().max().getFloat();
        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Test
    void countsThatDoNotAddUpAreRefused() {
        NDArray ids = golden.manager.create(new long[] {101, 103}, new Shape(1, 2));
        PevlInput input =
                new PevlInput(
                        golden.tensor("image").get("0:1"),
                        golden.manager.create(new long[] {2, 0}, new Shape(1, 2)),
                        ids,
                        ids.onesLike(),
                        null,
                        null);
        NDList arrays = input.toList();
        assertThatThrownBy(() -> golden.block.forward(golden.store, arrays, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 texts cannot be about 1 images as [2]");
    }
}
