package io.github.pevl.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Peak resident memory of this process, as Linux counts it. */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** Resets the peak; where the system cannot, it stays that of the whole process. */
    static void reset() {
        try {
            Files.writeString(RESET, "5");
        } catch (IOException e) {
            // Not Linux, or not allowed.
        }
    }

    /** Bytes; 0 if unknown. */
    static long bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return 0;
    }
}
