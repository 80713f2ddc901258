package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.model.LengthBucketsTest;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.it.GoldenTasks;
import io.github.pevl.model.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More tokens in a call than the script takes at a time. */
class CompiledGroupsTest extends LengthBucketsTest {

    private static final int IMAGES = 70;

    @TempDir Path temp;

    @Override
    protected GoldenTasks tasks() throws Exception {
        return CompiledGolden.tasks(GoldenFolder.GIVEN, temp, Precision.FP32);
    }

    /** The script tells nobody; the requests are larger than a group. */
    @Override
    protected void requireGroups() {}

    /** More patches than a group holds: each image is answered as if it were asked alone. */
    @ParameterizedTest
    @CsvSource({"FP32, 1e-4", "BF16, 1e-3", "INT8, 0.2"})
    void manyImagesAtOnce(Precision precision, double tolerance) throws Exception {
        try (GoldenModel golden = GoldenModel.open();
                ZooModel<NDList, NDList> asked =
                        CompiledGolden.open(
                                CompiledGolden.compile(GoldenFolder.GIVEN, temp, precision))) {
            int side = GoldenModel.config().imageSide();
            NDArray images = golden.manager.randomUniform(-1, 1, new Shape(IMAGES, 3, side, side));
            NDArray together = fill(asked.getBlock(), golden.store, images);
            for (int i = 0; i < IMAGES; i += 23) {
                NDArray alone = fill(asked.getBlock(), golden.store, images.get(i + ":" + (i + 1)));
                assertThat(together.get(i).toFloatArray())
                        .usingComparatorWithPrecision((float) tolerance)
                        .containsExactly(alone.toFloatArray());
            }
        }
    }

    /** Scores of ten words in a text of 20 tokens about each image. */
    private static NDArray fill(Block network, ParameterStore store, NDArray images) {
        NDManager manager = images.getManager();
        int count = (int) images.getShape().get(0);
        NDArray ids = manager.full(new Shape(count, 20), 103, DataType.INT64);
        NDArray first = manager.arange(count).toType(DataType.INT64, false).reshape(-1, 1);
        PevlInput input =
                new PevlInput(
                        images,
                        manager.ones(new Shape(count, 2), DataType.INT64),
                        ids,
                        ids.onesLike(),
                        first.concat(first.onesLike(), 1),
                        manager.arange(10).toType(DataType.INT64, false));
        return network.forward(store, input.toList(), false).head();
    }
}
