package io.github.pevl.internal.compile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    private static final int PIECES = 2000;
    private static final int PIECE = 64 << 10;
    private static final int ARRAY = 10 << 20;

    @Test
    void whatWasFreedBetweenOtherPiecesGoesBackToTheSystem() throws IOException {
        Assumptions.assumeTrue(isGnu(), "the GNU C library");
        List<Memory> pieces = IntStream.range(0, PIECES).mapToObj(i -> piece()).toList();
        try {
            IntStream.range(0, PIECES).filter(i -> i % 8 > 0).forEach(i -> pieces.get(i).close());
            long before = resident();
            NativeHeap.trim();
            assertThat(before - resident()).isGreaterThan((long) PIECES * PIECE / 2);
        } finally {
            pieces.forEach(Memory::close);
        }
    }

    /** In processes of their own, whose heaps have no holes from other tests. */
    @Test
    void whatIsFreedStaysForTheNextArraysUnlessTheEnvironmentDecides() throws Exception {
        Assumptions.assumeTrue(isGnu(), "the GNU C library");
        assertThat(kept(true, Map.of())).isGreaterThan(ARRAY);
        assertThat(kept(false, Map.of())).isLessThan(ARRAY);
        assertThat(kept(true, Map.of("MALLOC_TRIM_THRESHOLD_", "65536"))).isLessThan(ARRAY);
        assertThat(kept(true, Map.of(), "-Dpevl.mallopt=false")).isLessThan(ARRAY);
        assertThat(kept(true, Map.of(), "-Dpevl.mallopt=true")).isGreaterThan(ARRAY);
    }

    /** Bytes that two freed arrays leave with a process. */
    private static long kept(boolean asked, Map<String, String> environment, String... properties)
            throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", classes, Freeing.class.getName(), "" + asked));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.matches("MALLOC_.*|GLIBC_TUNABLES"));
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(output);
    }

    /** Frees two arrays and tells what memory it has more than before. */
    static final class Freeing {

        private Freeing() {}

        public static void main(String[] arguments) throws IOException {
            if (Boolean.parseBoolean(arguments[0])) {
                NativeHeap.keep();
            }
            piece().close();
            long before = resident();
            List<Memory> arrays = List.of(piece(ARRAY), piece(ARRAY));
            arrays.forEach(Memory::close);
            System.out.println(resident() - before);
        }
    }

    private static Memory piece() {
        return piece(PIECE);
    }

    private static Memory piece(int size) {
        Memory memory = new Memory(size);
        memory.setMemory(0, size, (byte) 1);
        return memory;
    }

    private static boolean isGnu() {
        try {
            return NativeLibrary.getInstance("c").getFunction("malloc_trim") != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
