package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;

/**
 * What the golden model's network makes of the golden images and texts.
 *
 * @param image patch states
 * @param words word states
 * @param fused word states that attended to the images
 */
record GoldenStates(GoldenModel golden, NDArray image, NDArray words, NDArray fused)
        implements AutoCloseable {

    static final float TOLERANCE = 1e-4f;

    static GoldenStates of(GoldenFolder folder) throws Exception {
        GoldenModel golden = GoldenModel.open(folder);
        NDArray mask = golden.tensor("attention_mask");
        NDArray image = golden.pass().encodeImage(golden.tensor("image"));
        NDArray words = golden.pass().encodeText(golden.tensor("input_ids"), mask);
        NDArray copy = words.duplicate();
        NDArray fused = golden.pass().fuse(copy, mask, image, golden.oneEach());
        return new GoldenStates(golden, image, words, fused);
    }

    static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float worst = actual.sub(expected).abs().max().getFloat();
        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Override
    public void close() {
        golden.close();
    }
}
