package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelTrialTest {

    private static final Set<Kernel> ALL =
            EnumSet.of(Kernel.FP32, Kernel.FP32_ORDERED, Kernel.BF16_ORDERED);

    private final List<Kernel> multiplied = new ArrayList<>();

    /** Products of bfloat16 take half as long, and there is no order. */
    private void multiply(Kernel kernel, int times) {
        if (kernel == Kernel.FP32_ORDERED) {
            throw new EngineException("no such operator");
        }
        multiplied.add(kernel);
        long work = times * (kernel == Kernel.FP32 ? 2_000_000L : 1_000_000L);
        long end = worked() + work; // of this thread, whatever else the machine does
        while (worked() < end) {
            Thread.onSpinWait();
        }
    }

    private static long worked() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void theFasterIsFoundAndWhatIsNotThereIsNotTimed() {
        Map<Kernel, Double> times = new KernelTrial(this::multiply).time(ALL);
        assertThat(times.get(Kernel.FP32_ORDERED)).isInfinite();
        assertThat(times.get(Kernel.BF16_ORDERED)).isLessThan(times.get(Kernel.FP32));
    }

    @Test
    void kernelsTakeTurns() {
        new KernelTrial(this::multiply).time(ALL);
        int quarter = multiplied.size() / 4;
        assertThat(multiplied.subList(2, quarter)).contains(Kernel.FP32, Kernel.BF16_ORDERED);
        assertThat(multiplied.subList(3 * quarter, multiplied.size()))
                .contains(Kernel.FP32, Kernel.BF16_ORDERED);
    }

    @Test
    void aKernelIsThereOrNot() {
        KernelTrial trial = new KernelTrial(this::multiply);
        assertThat(trial.has(Kernel.FP32)).isTrue();
        assertThat(trial.has(Kernel.FP32_ORDERED)).isFalse();
    }
}
