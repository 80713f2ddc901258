package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import org.junit.jupiter.api.Test;

/** Images of one call, and the texts that belong to each. */
class SharedImagesTest extends GoldenStatesTest {

    @Test
    void textsShareOneImageAsIfEachHadItsOwn() {
        NDArray ids = golden.tensor("input_ids");
        NDArray mask = golden.tensor("attention_mask");
        int texts = (int) ids.getShape().get(0);
        NDArray encoded = golden.pass().encodeText(ids, mask);
        NDArray shared =
                golden.pass()
                        .fuse(
                                encoded.duplicate(),
                                mask,
                                states.image().get("0:1"),
                                new int[] {texts});
        NDArray copies = states.image().get("0:1").repeat(0, texts);
        NDArray apart = golden.pass().fuse(encoded, mask, copies, golden.oneEach());
        GoldenStates.assertClose(shared, apart);
    }

    @Test
    void imagesMayHaveUnequallyManyTexts() {
        NDArray ids = golden.tensor("input_ids").get("0:1").repeat(0, 3);
        NDArray mask = golden.tensor("attention_mask").get("0:1").repeat(0, 3);
        NDArray images = states.image().get("0:1").concat(states.image().get("0:1").add(1));
        NDArray encoded = golden.pass().encodeText(ids, mask);
        int[] shares = {2, 1};
        NDArray uneven = golden.pass().fuse(encoded, mask, images, shares);
        NDArray copies = images.get("0:1").repeat(0, 2).concat(images.get("1:2"));
        int[] oneEach = {1, 1, 1};
        NDArray apart = golden.pass().fuse(encoded, mask, copies, oneEach);
        GoldenStates.assertClose(uneven, apart);
        assertThat(uneven.get("1:2").sub(uneven.get("2:3")).abs().max().getFloat())
                .as("the images matter")
                .isGreaterThan(GoldenStates.TOLERANCE);
    }

    @Test
    void sharesOfTextsThatDoNotAddUpAreRefused() {
        NDArray mask = golden.tensor("attention_mask");
        int[] wrong = new int[(int) states.image().getShape().get(0)];
        assertThatThrownBy(() -> golden.pass().fuse(states.words(), mask, states.image(), wrong))
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
            ForwardPass pass = block.pass(new ParameterStore(call, false), false);
            NDArray encoded = pass.encodeImage(pixels);
            NDArray text = pass.encodeText(ids, mask);
            pass.fuse(text, mask, encoded, golden.oneEach());
            return call.getManagedArrays().size();
        }
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
