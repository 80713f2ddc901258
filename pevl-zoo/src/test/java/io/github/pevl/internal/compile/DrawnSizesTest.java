package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled networks of any size answer as those that they were compiled from, by every kernel. */
class DrawnSizesTest {

    /** Each precision once; {@link Precision#AUTO} writes the archive of {@link Precision#BF16}. */
    private static final List<Precision> PRECISIONS =
            List.of(Precision.FP32, Precision.BF16, Precision.INT8);

    /** Errors as a share of the spread of scores, as docs/compiled.md has them. */
    private static final Map<Precision, Double> BOUNDS =
            Map.of(Precision.FP32, 1e-4, Precision.BF16, 0.05, Precision.INT8, 0.1);

    private static final String OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    @TempDir Path temp;

    /** Each of the many archives would be optimised for a few calls. */
    @BeforeAll
    static void doNotOptimize() {
        System.setProperty(OPTIMIZER, "false");
    }

    @AfterAll
    static void restore() {
        System.clearProperty(OPTIMIZER);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("pevl.drawn.sizes", 32));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersDoNotDependOnTheKernel(long seed) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertAnswers(new DrawnNetwork(seed, manager), manager);
        }
    }

    /** 40 is no multiple of 16, and heads of 4 and 8 are narrower than a register. */
    @Test
    void aWidthOf40WithNarrowHeads() throws Exception {
        PevlConfig config = new PevlConfig(96, 16, 40, 2, 5, 32, 5, 3, 8, 80, 500, 300, 8, 0.1f);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertAnswers(new DrawnNetwork(15, manager, config), manager);
        }
    }

    private void assertAnswers(DrawnNetwork drawn, NDManager manager) throws IOException {
        ParameterStore store = new ParameterStore(manager, false);
        Collection<PevlInput> questions = drawn.questions().values();
        NDArray expected = answers(drawn.block, questions, store);
        for (Precision precision : PRECISIONS) {
            Path folder = Files.createDirectory(temp.resolve(precision.name()));
            NetworkArchive.write(
                    folder,
                    drawn.config,
                    precision,
                    name -> TensorData.of(name, drawn.block.getParameters().get(name).getArray()));
            for (Kernel kernel : Kernel.values()) {
                try (Model owner = Model.newInstance("drawn", "PyTorch")) {
                    CompiledBlock block = open(owner, folder, drawn.config, precision, kernel);
                    if (block != null) {
                        assertClose(
                                "%s by %s, %s".formatted(precision, kernel, drawn.config),
                                BOUNDS.get(precision),
                                expected,
                                answers(block, questions, store));
                    }
                }
            }
        }
    }

    /** The scores of all answers, one after the other. */
    private static NDArray answers(
            Block block, Collection<PevlInput> questions, ParameterStore store) {
        NDList all = new NDList();
        for (PevlInput in : questions) {
            all.add(block.forward(store, in.toList(), false).head().flatten());
        }
        return NDArrays.concat(all);
    }

    private static void assertClose(String name, double bound, NDArray expected, NDArray actual) {
        double error = Math.sqrt(actual.sub(expected).square().mean().getFloat());
        double share = error / deviation(expected);
        assertThat(share).as(name).isLessThan(bound);
    }

    private static double deviation(NDArray x) {
        return Math.sqrt(x.sub(x.mean()).square().mean().getFloat());
    }

    private static CompiledBlock open(
            Model owner, Path folder, PevlConfig config, Precision precision, Kernel kernel)
            throws IOException {
        if (!kernel.suits(precision)) {
            return null;
        }
        System.setProperty(Kernel.PROPERTY, kernel.property());
        try {
            return CompiledBlock.load(owner, folder, config);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("lacks");
            return null;
        } finally {
            System.clearProperty(Kernel.PROPERTY);
        }
    }
}
