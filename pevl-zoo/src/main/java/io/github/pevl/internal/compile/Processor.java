package io.github.pevl.internal.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The number types that a processor multiplies natively.
 *
 * @param known whether the system reports its features
 * @param bfloat16 whether it multiplies bfloat16; emulation is slow
 * @param bytes whether it multiplies 8 bits and sums in 32; else oneDNN's sums of pairs may
 *     overflow
 */
public record Processor(boolean known, boolean bfloat16, boolean bytes) {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    /** The start of the line of features, on x86 and on Arm. */
    private static final String[] FLAGS = {"flags", "Features"};

    private static final List<String> BFLOAT16 = List.of("avx512_bf16", "amx_bf16", "bf16");

    private static final List<String> BYTES = List.of("avx512_vnni", "avx_vnni");

    /** What decides how fast a precision is, from older to newer, on x86 and on Arm. */
    private static final List<String> DECISIVE =
            List.of(
                    "avx2",
                    "avx512f",
                    "avx512_vnni",
                    "avx_vnni",
                    "avx512_bf16",
                    "amx_bf16",
                    "amx_int8",
                    "asimddp",
                    "i8mm",
                    "bf16");

    private static final Processor UNKNOWN = new Processor(false, false, false);

    /** The processor of this machine. */
    static Processor here() {
        return of(description());
    }

    /** Identifies this machine's processor: its model and a checksum of its features. */
    static String features() {
        return features(description());
    }

    /** The same, from the text of {@code /proc/cpuinfo}. */
    static String features(String description) {
        List<String> lines = description.lines().toList();
        String model = line(lines, "model name").map(line -> after(line)).orElse("unknown");
        CRC32 crc = new CRC32();
        line(lines, FLAGS).ifPresent(flags -> crc.update(flags.getBytes(StandardCharsets.UTF_8)));
        return "%s, %s, features %08x"
                .formatted(System.getProperty("os.arch"), model, crc.getValue());
    }

    /** Model and decisive features of this machine's processor, in words. */
    public static String summary() {
        return summary(description());
    }

    /** The same, from the text of {@code /proc/cpuinfo}. */
    static String summary(String description) {
        List<String> lines = description.lines().toList();
        String model =
                line(lines, "model name")
                        .map(line -> after(line))
                        .orElse(System.getProperty("os.arch"));
        return line(lines, FLAGS)
                .map(line -> List.of(line.split("\\s+")))
                .map(flags -> DECISIVE.stream().filter(flags::contains).toList())
                .map(found -> found.isEmpty() ? List.of("none") : found)
                .map(found -> "%s, features: %s".formatted(model, String.join(" ", found)))
                .orElse(model + ", features unknown");
    }

    private static String description() {
        try {
            return Files.readString(LINUX, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // not Linux, or a closed /proc
        }
    }

    private static Optional<String> line(List<String> lines, String... beginnings) {
        return lines.stream()
                .filter(line -> Stream.of(beginnings).anyMatch(line::startsWith))
                .findFirst();
    }

    private static String after(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Reads the text of {@code /proc/cpuinfo}. */
    static Processor of(String description) {
        return line(description.lines().toList(), FLAGS)
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
