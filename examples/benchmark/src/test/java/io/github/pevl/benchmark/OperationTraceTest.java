package io.github.pevl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Own times, of profiles written by hand: events end before those that they lie in, as PyTorch's.
 */
class OperationTraceTest {

    private static final String EVENT =
            "{\"name\": \"%s\", \"ph\": \"X\", \"ts\": %s, \"dur\": %s, \"tid\": %d, \"args\": {}}";

    private static String event(int thread, String name, double begin, double micros) {
        return EVENT.formatted(name, begin, micros, thread);
    }

    private static Map<OperationKind, Long> nanos(String... events) throws IOException {
        return OperationTrace.nanos(new StringReader("[" + String.join(",", events) + "]"));
    }

    @Test
    void whatIsMadeInsideIsNotCountedTwice() throws Exception {
        assertThat(
                        nanos(
                                event(1, "aten::copy_", 10, 10),
                                event(1, "aten::addmm", 10, 80),
                                event(1, "aten::gelu", 91, 5),
                                event(1, "aten::linear", 0, 100),
                                event(1, "aten::bmm", 100, 50)))
                .containsOnly(
                        Map.entry(OperationKind.LINEAR, 85_000L),
                        Map.entry(OperationKind.COPIES, 10_000L),
                        Map.entry(OperationKind.GELU, 5_000L),
                        Map.entry(OperationKind.ATTENTION, 50_000L));
    }

    @Test
    void threadsDoNotLieInEachOther() throws Exception {
        assertThat(nanos(event(1, "aten::mm", 0, 100), event(2, "aten::_softmax", 10, 20)))
                .containsOnly(
                        Map.entry(OperationKind.LINEAR, 100_000L),
                        Map.entry(OperationKind.SOFTMAX, 20_000L));
    }

    @Test
    void namesThatNobodyKnowsAreOthers() throws Exception {
        assertThat(
                        nanos(
                                event(1, "aten::unheard_of", 10, 10),
                                event(1, "quantized::linear_dynamic", 30, 40),
                                event(1, "fill", 0, 100),
                                "{\"name\": \"aten::mm\", \"ph\": \"i\", \"ts\": 5, \"tid\": 1}"))
                .containsOnly(
                        Map.entry(OperationKind.OTHER, 60_000L),
                        Map.entry(OperationKind.LINEAR, 40_000L));
    }

    @Test
    void theNextBeginsWhereOneEnds() throws Exception {
        assertThat(0.1 + 0.2).isGreaterThan(0.3);
        assertThat(
                        nanos(
                                event(1, "aten::native_layer_norm", 0.1, 0.2),
                                event(1, "aten::aminmax", 0.3, 0.5)))
                .containsOnly(
                        Map.entry(OperationKind.NORMALISATION, 200L),
                        Map.entry(OperationKind.EIGHT_BITS, 500L));
    }

    @Test
    void whatIsNoProfileIsRefused() {
        assertThatThrownBy(() -> OperationTrace.nanos(new StringReader("")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.io.tmpdir");
        assertThatThrownBy(() -> nanos("{"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no list of events");
    }
}
