package io.github.pevl.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process holds outside the Java heap, where the arrays of the network live. */
final class ResidentMemory {

    private ResidentMemory() {}

    /**
     * Resident memory less the committed heap, in kilobytes. The heap grows and shrinks by hundreds
     * of megabytes at the collector's will, more than any leak that a test could wait for.
     */
    static long outsideTheHeap() throws IOException {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() / 1024;
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                        .findFirst()
                        .orElseThrow()
                - heap;
    }
}
