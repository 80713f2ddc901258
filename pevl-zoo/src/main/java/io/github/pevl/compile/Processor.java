package io.github.pevl.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Whether the processor multiplies numbers of bfloat16 by itself. */
enum Processor {
    /** It does. */
    BFLOAT16,
    /** It does not: such products are made of others, slowly. */
    WITHOUT,
    /** The system does not tell. */
    UNKNOWN;

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private static final List<String> FLAGS = List.of("avx512_bf16", "amx_bf16", "bf16");

    /** The processor of this machine. */
    static Processor here() {
        try {
            return of(Files.readString(LINUX, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return UNKNOWN; // not Linux, or a closed /proc
        }
    }

    /** The processor that Linux describes so. */
    static Processor of(String description) {
        return description
                .lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> Arrays.asList(line.split("\\s+")))
                .map(flags -> FLAGS.stream().anyMatch(flags::contains) ? BFLOAT16 : WITHOUT)
                .orElse(UNKNOWN);
    }
}
