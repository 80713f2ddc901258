package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pickle may need as much memory as its file has content, and no more. */
@Timeout(20)
class PickleMemoryTest extends PairFile {

    /** 600,000 numbers of a history take 20 kB, and so may the memory that they need. */
    @Test
    void aLongHistoryInASmallFileIsRead() throws IOException {
        List<Object> history = new ArrayList<>();
        for (int i = 0; i < 600_000; i++) {
            history.add(i / 1000.0);
        }
        byte[] pickle = TorchFiles.pickle(Map.of("extra", history, "model", Map.of("w", PAIR)));
        TorchFiles.zip64(file, List.of(Entry.deflated("m/data.pkl", pickle), NUMBERS));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
            assertThat(checkpoint.notes()).containsEntry("extra", "list of 600000");
        }
        TorchFiles.archive(file, pickle, NUMBERS);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.notes()).containsEntry("extra", "list of 600000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}",
                "]",
                "(",
                "N",
                "K\1",
                "G12345678",
                "ca\nB\n",
                "ca\nB\n)R",
                ")K\1\u0086"
            })
    void aSmallFileCannotAskForMuchMemory(String unit) throws IOException {
        byte[] pickle =
                (unit.repeat((8 << 20) / unit.length()) + ".")
                        .getBytes(StandardCharsets.ISO_8859_1);
        TorchFiles.zip64(file, List.of(Entry.deflated("m/data.pkl", pickle)));
        assertThat(Files.size(file)).isLessThan(100_000);
        com.sun.management.ThreadMXBean thread =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertRefused().hasMessageContaining("objects of more than");
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(100L << 20);
    }

    @Test
    void aNumberFarAwayInTheMemoryIsRefused() throws IOException {
        write(Map.of("w", PAIR, "extra", TorchFiles.raw("Nr\u00ff\u00ff\u00ff\u007f")));
        assertRefused().hasMessageContaining("objects of more than");
    }
}
