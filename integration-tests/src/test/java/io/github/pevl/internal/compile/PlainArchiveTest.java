package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.model.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The archive of a compiled model is a file of PyTorch's that needs nothing of this library. Here
 * PyTorch's own loader opens it, {@code torch::jit::load}, which DJL's engine calls as Python's
 * {@code torch.jit.load} and C++ do, and the methods that its README.txt names are asked.
 */
class PlainArchiveTest {

    private static final float EXACT = 1e-4f;

    /** Of the largest score; {@link CompiledGoldenTest} is closer. */
    private static final float ROUNDED = 0.1f;

    /** PyTorch's numbers of element types. */
    private static final int FLOAT32 = 6;

    private static final int BFLOAT16 = 15;

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void itsMethodsAnswerAsTheNetwork(Precision precision) throws Exception {
        Files.copy(
                CompiledGolden.compile(GoldenFolder.GIVEN, temp.resolve("ours"), precision)
                        .resolve("model.pt"),
                temp.resolve("plain.pt"));
        try (GoldenModel golden = GoldenModel.open();
                Model model = Model.newInstance("plain", "PyTorch")) {
            model.load(temp, "plain.pt", Map.of());
            PtSymbolBlock script = (PtSymbolBlock) model.getBlock();
            boolean exact = precision == Precision.FP32;
            assertAnswers(golden, script, exact);
            NDManager manager = golden.manager;
            int type = exact || !hasBfloat16(script, manager) ? FLOAT32 : BFLOAT16;
            run(script, "prepare", manager.create(type), manager.create(1)).close();
            assertAnswers(golden, script, exact);
        }
    }

    /** oneDNN refuses bfloat16 where the processor has no instructions for it. */
    private static boolean hasBfloat16(PtSymbolBlock script, NDManager manager) {
        NDArray type = manager.create(BFLOAT16);
        try {
            run(script, "probe", type, manager.create(1), manager.create(1)).close();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private static void assertAnswers(GoldenModel golden, PtSymbolBlock script, boolean exact) {
        PevlInput in = golden.expressions();
        NDArray filled = golden.block.forward(golden.store, in.toList(), false).head();
        PevlInput question =
                new PevlInput(in.images(), in.counts(), in.ids(), in.mask(), null, null);
        NDArray matched = golden.block.forward(golden.store, question.toList(), false).head();
        NDArray seen = run(script, "encode_image", in.images());
        assertClose(run(script, "match", seen, in.counts(), in.ids(), in.mask()), matched, exact);
        assertClose(
                run(
                        script,
                        "fill",
                        seen,
                        in.counts(),
                        in.ids(),
                        in.mask(),
                        in.maskPositions(),
                        in.candidateIds(),
                        false),
                filled,
                exact);
        assertClose(script.forward(golden.store, in.toList(), false).head(), filled, exact);
    }

    /** Runs a method on arrays and truth values. */
    private static NDArray run(PtSymbolBlock script, String method, Object... arguments) {
        IValue[] values = Stream.of(arguments).map(PlainArchiveTest::value).toArray(IValue[]::new);
        PtNDManager manager = (PtNDManager) ((NDArray) arguments[0]).getManager();
        try (IValue answer = IValueUtils.runMethod(script, method, values)) {
            return answer.toTensor(manager);
        } finally {
            Stream.of(values).forEach(IValue::close);
        }
    }

    private static IValue value(Object argument) {
        return argument instanceof PtNDArray array
                ? IValue.from(array)
                : IValue.from((boolean) argument);
    }

    private static void assertClose(NDArray actual, NDArray expected, boolean exact) {
        float most = exact ? EXACT : ROUNDED * expected.abs().max().getFloat();
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(most);
    }
}
