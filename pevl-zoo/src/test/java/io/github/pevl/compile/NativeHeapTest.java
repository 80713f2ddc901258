package io.github.pevl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    private static final int PIECES = 2000;
    private static final int PIECE = 64 << 10;

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

    private static Memory piece() {
        Memory memory = new Memory(PIECE);
        memory.setMemory(0, PIECE, (byte) 1);
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
