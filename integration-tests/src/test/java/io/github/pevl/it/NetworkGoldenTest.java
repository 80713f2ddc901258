package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.PevlInput;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every recorded layer of the original, one test a layer, so that a failure names the layer. */
class NetworkGoldenTest {

    private static final float TOLERANCE = 1e-4f;

    private static GoldenModel golden;
    private static NDArray image;
    private static NDArray words;
    private static NDArray fused;

    @BeforeAll
    static void runTheNetwork() throws Exception {
        golden = GoldenModel.open();
        NDArray mask = golden.tensor("attention_mask");
        image = golden.block.encodeImage(golden.store, golden.tensor("image"), false);
        words = golden.block.encodeText(golden.store, golden.tensor("input_ids"), mask, false);
        NDArray copy = words.duplicate();
        fused = golden.block.fuse(golden.store, copy, mask, image, golden.oneEach(), false);
    }

    @AfterAll
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
        assertClose(golden.block.match(golden.store, fused, false), golden.tensor("itm_logits"));
    }

    @Test
    void contrastFeatures() {
        assertClose(
                golden.block.imageFeature(golden.store, image, false), golden.tensor("image_feat"));
        assertClose(
                golden.block.textFeature(golden.store, words, false), golden.tensor("text_feat"));
    }

    @Test
    void scoresOfTheColumnsAskedFor() {
        NDArray expected = golden.tensor("mlm_logits_pos_columns"); // (T, L, columns)
        Shape shape = expected.getShape();
        long first = PevlVocabulary.bert().boxBeginId();
        NDArray columns =
                golden.manager.create(LongStream.range(first, first + shape.get(2)).toArray());
        NDArray scores = golden.block.fill(golden.store, fused, everyPlace(shape), columns, false);
        assertClose(scores, expected.reshape(-1, shape.get(2)));
    }

    @Test
    void scoresOfTheWholeVocabulary() {
        NDArray slot = golden.manager.create(new long[] {0, 1}, new Shape(1, 2));
        NDArray all = golden.manager.create(new Shape(0), DataType.INT64);
        NDArray scores = golden.block.fill(golden.store, fused, slot, all, false);
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
        long first = vocabulary.firstPositionId();
        NDArray columns =
                golden.manager.create(
                        LongStream.range(first, first + PositionTokens.BINS).toArray());
        PevlInput input =
                new PevlInput(
                        golden.tensor("image"),
                        counts,
                        ids,
                        golden.tensor("rec_attention_mask"),
                        slots,
                        columns);
        NDList output = golden.block.forward(golden.store, input.toList(), false);
        assertClose(output.get(0), expected.reshape(-1, PositionTokens.BINS));
    }

    @Test
    void textsShareOnePictureAsIfEachHadItsOwn() {
        NDArray ids = golden.tensor("input_ids");
        NDArray mask = golden.tensor("attention_mask");
        int texts = (int) ids.getShape().get(0);
        NDArray states = golden.block.encodeText(golden.store, ids, mask, false);
        NDArray shared =
                golden.block.fuse(
                        golden.store,
                        states.duplicate(),
                        mask,
                        image.get("0:1"),
                        new int[] {texts},
                        false);
        NDArray copies = image.get("0:1").repeat(0, texts);
        NDArray apart =
                golden.block.fuse(golden.store, states, mask, copies, golden.oneEach(), false);
        assertClose(shared, apart);
    }

    @Test
    void picturesMayHaveUnequallyManyTexts() {
        NDArray ids = golden.tensor("input_ids");
        NDArray mask = golden.tensor("attention_mask");
        int texts = (int) ids.getShape().get(0);
        NDArray states = golden.block.encodeText(golden.store, ids, mask, false);
        NDArray uneven =
                golden.block.fuse(
                        golden.store,
                        states.duplicate(),
                        mask,
                        image.get("0:2"),
                        new int[] {texts - 1, 1},
                        false);
        NDArray copies = image.get("0:1").repeat(0, texts - 1).concat(image.get("1:2"));
        NDArray apart =
                golden.block.fuse(golden.store, states, mask, copies, golden.oneEach(), false);
        assertClose(uneven, apart);
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
}
