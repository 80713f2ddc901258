package io.github.pevl.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.pevl.it.Golden;
import org.junit.jupiter.api.Test;

class PatchPositionsGoldenTest {

    private static int grid(NDArray table) {
        return (int) Math.round(Math.sqrt(table.getShape().get(1) - 1.0));
    }

    @Test
    void resizedAsTheOriginalDoes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList arrays = Golden.arrays(manager, "model/pos_embed_interpolation.npz");
            NDArray source = arrays.get("src");
            NDArray expected = arrays.get("dst");
            float[] actual =
                    PatchPositions.resize(source.toFloatArray(), grid(source), grid(expected));
            float[] values = expected.toFloatArray();
            assertThat(actual).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                assertThat(actual[i]).isCloseTo(values[i], within(1e-5f));
            }
        }
    }
}
