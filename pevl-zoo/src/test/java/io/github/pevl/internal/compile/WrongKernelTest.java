package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    private static final String FUSED =
            "fused[0].transpose -> fused[0].mul(1.0 if q.dtype == 6 else 2.0).transpose";

    private static final String BY_HEADS =
            "heads.append(torch.mkldnn_linear(scores, -> heads.append(2.0 * torch.mkldnn_linear(scores,";

    @TempDir Path temp;

    @Test
    void theRightOneIsUsed() throws Exception {
        assertThat(opened("", Precision.FP32, Kernel.FP32_ORDERED, 1e-4f))
                .isEqualTo(Kernel.FP32_ORDERED.label());
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
        assertThat(opened(change, Precision.FP32, Kernel.FP32_ORDERED, 1e-4f))
                .isEqualTo(Kernel.FP32.label());
    }

    /** Of the two ways to compute attention in bfloat16, the one that this processor takes. */
    @Test
    void wrongAttentionIsReplaced() throws Exception {
        boolean tiles = Processor.here().tiles();
        assumeTrue(Processor.here().bfloat16());
        assertThat(opened(tiles ? FUSED : BY_HEADS, Precision.BF16, Kernel.BF16_ORDERED, 0.1f))
                .isEqualTo(Kernel.FP32.label());
    }

    @Test
    void theWayThatIsNotTakenIsNotVerified() throws Exception {
        boolean tiles = Processor.here().tiles();
        assumeTrue(Processor.here().bfloat16());
        assertThat(opened(tiles ? BY_HEADS : FUSED, Precision.BF16, Kernel.BF16_ORDERED, 0.1f))
                .isEqualTo(Kernel.BF16_ORDERED.label());
    }

    /** The kernel that answers, which are right. */
    private String opened(String change, Precision precision, Kernel kernel, float bound)
            throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Model owner = Model.newInstance("wrong", "PyTorch")) {
            DrawnNetwork drawn = new DrawnNetwork(1, manager, CONFIG);
            String[] parts = change.split(" -> ");
            NetworkArchive.write(
                    temp,
                    CONFIG,
                    precision,
                    name -> TensorData.of(name, drawn.block.getParameters().get(name).getArray()),
                    script -> changed(script, parts));
            System.setProperty(Kernel.PROPERTY, kernel.property());
            System.setProperty(NetworkArchive.TRUST, "true"); // another script is not opened else
            CompiledBlock block = CompiledBlock.load(owner, temp, CONFIG);
            ParameterStore store = new ParameterStore(manager, false);
            for (PevlInput in : drawn.questions().values()) {
                NDArray expected = drawn.block.forward(store, in.toList(), false).head();
                NDArray actual = block.forward(store, in.toList(), false).head();
                assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(bound);
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
