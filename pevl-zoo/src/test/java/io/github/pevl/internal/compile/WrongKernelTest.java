package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel that gives wrong products is found when an archive is opened. */
class WrongKernelTest {

    private static final PevlConfig CONFIG =
            new PevlConfig(16, 8, 32, 1, 2, 32, 2, 1, 2, 48, 200, 300, 3, 0);

    private static final String RIGHT = "ops.mkldnn._linear_pointwise(x.to(self.dtype)";

    @TempDir Path temp;

    @Test
    void theRightOneIsUsed() throws Exception {
        assertThat(opened("")).isEqualTo(Kernel.FP32_ORDERED.label());
    }

    /** Products of doubled values, of none, of one wrong value, and an order that is not undone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                RIGHT + " -> ops.mkldnn._linear_pointwise(2.0 * x.to(self.dtype)",
                RIGHT + " -> ops.mkldnn._linear_pointwise((0.0 / 0.0) * x.to(self.dtype)",
                RIGHT
                        + " -> ops.mkldnn._linear_pointwise(x.to(self.dtype).index_fill(1, torch.zeros([1], dtype=4), 0.0)",
                "return self.weight.to_dense() -> return self.weight.to_dense().flip([1])"
            })
    void aWrongOneIsReplacedByPlainProducts(String change) throws Exception {
        assertThat(opened(change)).isEqualTo(Kernel.FP32.label());
    }

    /** The kernel that answers, which are right. */
    private String opened(String change) throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Model owner = Model.newInstance("wrong", "PyTorch")) {
            DrawnNetwork drawn = new DrawnNetwork(1, manager, CONFIG);
            String[] parts = change.split(" -> ");
            NetworkArchive.write(
                    temp,
                    CONFIG,
                    Precision.FP32,
                    name -> TensorData.of(name, drawn.block.getParameters().get(name).getArray()),
                    script -> changed(script, parts));
            System.setProperty(Kernel.PROPERTY, Kernel.FP32_ORDERED.property());
            System.setProperty(NetworkArchive.TRUST, "true"); // another script is not opened else
            CompiledBlock block = CompiledBlock.load(owner, temp, CONFIG);
            ParameterStore store = new ParameterStore(manager, false);
            for (PevlInput in : drawn.questions().values()) {
                NDArray expected = drawn.block.forward(store, in.toList(), false).head();
                NDArray actual = block.forward(store, in.toList(), false).head();
                assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);
            }
            return block.kernel();
        } finally {
            System.clearProperty(Kernel.PROPERTY);
            System.clearProperty(NetworkArchive.TRUST);
        }
    }

    private static String changed(String script, String[] parts) {
        if (parts.length < 2) {
            return script;
        }
        assertThat(script).contains(parts[0]);
        return script.replace(parts[0], parts[1]);
    }
}
