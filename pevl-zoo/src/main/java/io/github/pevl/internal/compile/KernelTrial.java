package io.github.pevl.internal.compile;

import ai.djl.engine.EngineException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times kernels on products of a network's own sizes. */
final class KernelTrial implements Kernel.Trial {

    private static final Logger LOGGER = LoggerFactory.getLogger(KernelTrial.class);

    private static final int TURNS = 8;

    private static final int PRODUCTS = 5;

    /** Computes products; throws an {@link EngineException} if there is no such kernel. */
    interface Probe {
        void multiply(Kernel kernel, int times);
    }

    private final Probe probe;

    KernelTrial(Probe probe) {
        this.probe = probe;
    }

    @Override
    public boolean has(Kernel kernel) {
        try {
            probe.multiply(kernel, 1);
            return true;
        } catch (EngineException e) {
            LOGGER.debug("{} is not there: {}", kernel.label(), e.getMessage());
            return false;
        }
    }

    /**
     * The min milliseconds over some turns. Kernels take turns because other work of the machine,
     * such as compiling Java, may last as long as the trial of one kernel would.
     */
    @Override
    public Map<Kernel, Double> time(Set<Kernel> kernels) {
        Set<Kernel> there = EnumSet.copyOf(kernels);
        there.removeIf(kernel -> !has(kernel));
        Map<Kernel, Double> made = new EnumMap<>(Kernel.class); // and what is multiplied is made
        Map<Kernel, Double> multiplied = new EnumMap<>(Kernel.class);
        for (int i = 0; i < TURNS; i++) {
            for (Kernel kernel : there) {
                made.merge(kernel, millis(kernel, 1), Math::min);
                multiplied.merge(kernel, millis(kernel, 1 + PRODUCTS), Math::min);
            }
        }
        multiplied.replaceAll(
                (kernel, time) -> Math.max(0, time - Objects.requireNonNull(made.get(kernel))));
        kernels.forEach(kernel -> multiplied.putIfAbsent(kernel, Double.POSITIVE_INFINITY));
        LOGGER.debug("milliseconds of {} products: {}", PRODUCTS, multiplied);
        return multiplied;
    }

    private double millis(Kernel kernel, int times) {
        double start = clock();
        probe.multiply(kernel, times);
        return clock() - start;
    }

    /** CPU time of this thread, milliseconds: other programs may interrupt a trial. */
    private static double clock() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean measured =
                threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return (measured ? threads.getCurrentThreadCpuTime() : System.nanoTime()) / 1e6;
    }
}
