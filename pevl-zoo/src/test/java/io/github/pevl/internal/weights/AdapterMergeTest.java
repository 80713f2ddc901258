package io.github.pevl.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import org.junit.jupiter.api.Test;

/** Adapters beside their layers against adapters that were added to the weights. */
class AdapterMergeTest {

    private static final float EPSILON = 1e-5f;

    @Test
    void scoresAreTheSame() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Engine.getEngine("PyTorch").setRandomSeed(11);
            PevlConfig config = new PevlConfig(16, 8, 12, 2, 3, 12, 3, 1, 3, 20, 730, 9, 4, 0);
            PevlBlock beside = new PevlBlock(config, AddedParameters.adapters(3));
            beside.initialize(manager);
            beside.freezeParameters(true);
            float[] without = scores(beside, manager);
            for (Parameter parameter : beside.getParameters().values()) {
                if (parameter.getName().endsWith(AddedParameters.ADAPTER_UP)) {
                    NDArray drawn = manager.randomNormal(parameter.getShape());
                    parameter.getArray().addi(drawn);
                }
            }
            float[] found = scores(Adapter.merged(beside, manager), manager);
            assertThat(found).containsExactly(scores(beside, manager), within(EPSILON));
            assertThat(found).isNotEqualTo(without);
        }
    }

    private static float[] scores(PevlBlock block, NDManager manager) {
        ForwardPass pass = block.pass(new ParameterStore(manager, false), false);
        NDArray pixels = manager.linspace(-2, 2, 3 * 16 * 16).reshape(1, 3, 16, 16);
        NDArray ids = manager.arange(10, 15).toType(DataType.INT64, false).reshape(1, 5);
        NDArray mask = manager.ones(new Shape(1, 5), DataType.INT64);
        NDArray at = manager.create(new long[] {0, 3}, new Shape(1, 2));
        NDArray image = pass.encodeImage(pixels);
        return pass.fill(ids, mask, image, new int[] {1}, at).toFloatArray();
    }
}
