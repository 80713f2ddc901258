package io.github.pevl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PyTorch's profiler, on single operations. */
class OperationProfilerTest {

    @BeforeAll
    static void start() {
        Engine.getEngine("PyTorch");
    }

    @Test
    void sharesAreThoseOfOneRequest() throws Exception {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray numbers = manager.ones(new Shape(300, 300));
            numbers.softmax(1).close(); // before: nobody watches
            Map<OperationKind, Double> shares =
                    OperationProfiler.shares(() -> numbers.matMul(numbers).close());
            assertThat(shares)
                    .containsKeys(OperationKind.LINEAR, OperationKind.OUTSIDE)
                    .doesNotContainKey(OperationKind.SOFTMAX);
            assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
            assertThat(shares.values().stream().mapToDouble(x -> x).sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void aRequestThatFailsIsNoLongerWatched() throws Exception {
        OperationProfiler.Request failing =
                () -> {
                    throw new TranslateException("no answer");
                };
        assertThatThrownBy(() -> OperationProfiler.shares(failing)).hasMessage("no answer");
        assertThat(OperationProfiler.shares(() -> {}))
                .containsOnly(Map.entry(OperationKind.OUTSIDE, 1.0));
    }
}
