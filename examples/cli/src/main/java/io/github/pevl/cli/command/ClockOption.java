package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Threads;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import picocli.CommandLine.Option;

/** The option {@code --cpu-time}: wall or CPU time. */
final class ClockOption {

    @Option(
            names = "--cpu-time",
            description =
                    "Measure CPU time, for a machine with other load. Needs one thread: java"
                            + " -Dai.djl.pytorch.num_threads=1 with OMP_NUM_THREADS=1.")
    private boolean cpuTime;

    /**
     * Returns a clock of nanoseconds: wall time, or CPU time of the calling thread.
     *
     * @throws BadInput for CPU time if PyTorch has several threads
     */
    LongSupplier clock() throws BadInput {
        if (!cpuTime) {
            return System::nanoTime;
        }
        if (Threads.configured() != 1) {
            throw new BadInput(
                    "--cpu-time measures one thread, but PyTorch has %s. Start java with"
                                    .formatted(
                                            Threads.configured() == 0
                                                    ? "its default"
                                                    : Threads.configured())
                            + " -Dai.djl.pytorch.num_threads=1, and OMP_NUM_THREADS=1.");
        }
        return ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    }
}
