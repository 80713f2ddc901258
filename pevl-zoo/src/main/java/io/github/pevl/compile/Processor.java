package io.github.pevl.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * What a processor multiplies by itself.
 *
 * @param known whether the system tells
 * @param bfloat16 numbers of bfloat16; without it such products are made of others, slowly
 * @param bytes numbers of 8 bits, summed in 32: without it oneDNN's sums of pairs may overflow
 */
record Processor(boolean known, boolean bfloat16, boolean bytes) {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private static final List<String> BFLOAT16 = List.of("avx512_bf16", "amx_bf16", "bf16");

    private static final List<String> BYTES = List.of("avx512_vnni", "avx_vnni");

    private static final Processor UNKNOWN = new Processor(false, false, false);

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
                .map(line -> List.of(line.split("\\s+")))
                .map(flags -> new Processor(true, any(BFLOAT16, flags), any(BYTES, flags)))
                .orElse(UNKNOWN);
    }

    private static boolean any(List<String> wanted, List<String> flags) {
        return !Collections.disjoint(wanted, flags);
    }

    /** Whether it is certain that products of bfloat16 are slow. */
    boolean lacksBfloat16() {
        return known && !bfloat16;
    }
}
