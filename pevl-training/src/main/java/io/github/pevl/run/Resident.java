package io.github.pevl.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The memory of this process. */
final class Resident {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LABEL = "VmRSS:";
    private static final long KILO = 1024;

    private Resident() {}

    /** Resident bytes, native memory included; null on systems that have no {@code /proc}. */
    static @Nullable Long bytes() {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(LABEL)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KILO;
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
