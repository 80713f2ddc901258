package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import picocli.CommandLine.Option;

/** The option {@code --cpu-time}: how time is counted. */
final class ClockOption {

    @Option(
            names = "--cpu-time",
            description =
                    "Count processor time, for a machine that has other work as well. Needs one thread:"
                            + " java -Dai.djl.pytorch.num_threads=1 with OMP_NUM_THREADS=1.")
    private boolean cpuTime;

    /**
     * Nanoseconds of the wall's clock, or of the calling thread.
     *
     * @throws BadInput if processor time is asked for, and PyTorch has several threads
     */
    LongSupplier clock() throws BadInput {
        if (!cpuTime) {
            return System::nanoTime;
        }
        if (threads() != 1) {
            throw new BadInput(
                    "--cpu-time counts one thread, and PyTorch has %s. Start java with"
                                    .formatted(threads() == 0 ? "as many as it likes" : threads())
                            + " -Dai.djl.pytorch.num_threads=1, and OMP_NUM_THREADS=1.");
        }
        return ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
    }

    /** What PyTorch was told when it began; 0 if nothing. */
    static int threads() {
        int told = Integer.getInteger("ai.djl.pytorch.num_threads", 0);
        String openMp = System.getenv("OMP_NUM_THREADS");
        return told > 0 || openMp == null || !openMp.matches("[0-9]{1,4}")
                ? told
                : Integer.parseInt(openMp);
    }
}
