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

    @Test
    void whatIsFreedStaysForTheNextArrays() throws IOException {
        Assumptions.assumeTrue(isGnu(), "the GNU C library");
        NativeHeap.keep();
        long before = resident();
        List<Memory> pieces = List.of(piece(ARRAY), piece(ARRAY));
        pieces.forEach(Memory::close);
        assertThat(resident() - before).isGreaterThan(ARRAY);
        NativeHeap.trim();
        assertThat(resident() - before).isLessThan(ARRAY);
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
