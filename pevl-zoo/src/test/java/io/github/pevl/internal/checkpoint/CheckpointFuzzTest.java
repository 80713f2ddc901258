package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every kind end in success or in {@link CheckpointException}: in no other error,
 * in little memory and soon. {@code -Dpevl.fuzz.count=N}, {@code -Dpevl.fuzz.seconds=N} and {@code
 * -Dpevl.fuzz.seed=N} set how many are tried, for how long at most, and which.
 */
@Tag("campaign")
class CheckpointFuzzTest {

    private static final long COUNT = Long.getLong("pevl.fuzz.count", 100_000);
    private static final long SECONDS = Long.getLong("pevl.fuzz.seconds", 20);
    private static final long SEED = Long.getLong("pevl.fuzz.seed", 20221207);

    /** Every so many go through a file and DJL's arrays, which are slower. */
    private static final int THROUGH_DISK = 100;

    private static final long MAX_MEMORY = 32L << 20;

    @TempDir Path folder;

    private final com.sun.management.ThreadMXBean thread =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyDamageEndsInSuccessOrRefusal() throws IOException {
        List<byte[]> originals = originals();
        for (byte[] original : originals) {
            assertThat(tryOut(original, false)).isTrue();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int tried = 0;
        int read = 0;
        long slowest = 0;
        for (; tried < COUNT && System.nanoTime() < end; tried++) {
            byte[] file = new Mutations(new Random(SEED + tried), originals).next();
            boolean disk = tried % THROUGH_DISK == 0;
            long memory = thread.getCurrentThreadAllocatedBytes();
            long time = thread.getCurrentThreadCpuTime();
            try {
                read += tryOut(file, disk) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("-Dpevl.fuzz.seed=" + (SEED + tried), e);
            }
            time = thread.getCurrentThreadCpuTime() - time;
            memory = thread.getCurrentThreadAllocatedBytes() - memory;
            slowest = Math.max(slowest, time);
            assertThat(memory).as("bytes, seed %d", SEED + tried).isLessThan(MAX_MEMORY);
            assertThat(time)
                    .as("nanoseconds, seed %d", SEED + tried)
                    .isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
        System.out.printf(
                "%d damaged checkpoints: %d read, %d refused, slowest %d ms.%n",
                tried, read, tried - read, TimeUnit.NANOSECONDS.toMillis(slowest));
        assertThat(tried).isPositive();
        assertThat(read).isBetween(1, tried - 1); // both outcomes were met
    }

    /** Whether a file's tensors can all be read. */
    private boolean tryOut(byte[] content, boolean throughDisk) {
        try {
            if (throughDisk) {
                readFromDisk(content);
            } else {
                try (Checkpoint checkpoint = Checkpoint.open(Source.of("fuzz", content))) {
                    for (String name : checkpoint.names()) {
                        checkpoint.floats(name);
                    }
                }
            }
            return true;
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).matches(".{20,}");
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readFromDisk(byte[] content) throws IOException {
        Path file = folder.resolve("fuzz.pth");
        Files.write(file, content);
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            for (String name : checkpoint.names()) {
                assertThat(checkpoint.read(name, manager).getShape())
                        .isEqualTo(checkpoint.info(name).shape());
            }
        } finally {
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
            assertThat(folder.toFile().list()).containsExactly("fuzz.pth");
        }
    }

    /** PyTorch's own small files, and one of each other layout that is read. */
    private List<byte[]> originals() throws IOException {
        List<byte[]> originals = new ArrayList<>();
        Path golden =
                Path.of(System.getProperty("pevl.root"))
                        .resolve(System.getProperty("pevl.golden"))
                        .resolve("pth");
        try (Stream<Path> files = Files.list(golden)) {
            for (Path file : files.sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                if (file.toString().endsWith(".pth") && tryOut(content, false)) {
                    originals.add(content);
                }
            }
        }
        assertThat(originals).isNotEmpty();
        Path safetensors = folder.resolve("a");
        try (Checkpoint checkpoint = Checkpoint.open(Source.of("golden", originals.get(0)))) {
            List<TensorData> tensors =
                    checkpoint.names().stream()
                            .map(name -> TensorData.of(checkpoint, name))
                            .toList();
            SafetensorsWriter.write(safetensors, tensors, Map.of("origin", "test"));
        }
        originals.add(Files.readAllBytes(safetensors));
        Path zip = folder.resolve("b");
        Entry pickle =
                Entry.deflated(
                        "m/data.pkl",
                        TorchFiles.pickle(Map.of("w", Tensor.of("FloatStorage", "0", 2))));
        TorchFiles.zip64(zip, List.of(pickle, Entry.deflated("m/data/0", TorchFiles.floats(1, 2))));
        originals.add(Files.readAllBytes(zip));
        originals.addAll(withExtras());
        Files.delete(safetensors);
        Files.delete(zip);
        return originals;
    }

    /** Files with what people save beside the tensors: names, calls and objects of all kinds. */
    private List<byte[]> withExtras() throws IOException {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("epoch", 3L);
        for (Object extra : OpaqueExtrasTest.harmless()) {
            extras.put("extra" + extras.size(), extra);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("hyper_parameters", extras);
        long[] one = {1};
        Tensor first = new Tensor("FloatStorage", "0", 0, 2, one, one);
        Tensor second = new Tensor("FloatStorage", "0", 1, 2, one, one);
        root.put("state_dict", Map.of("module.v", first, "module.w", second));
        byte[] pickle = TorchFiles.pickle(root);
        byte[] numbers = TorchFiles.floats(1, 2);
        Path file = folder.resolve("c");
        TorchFiles.archive(file, pickle, Entry.deflated("m/data/0", numbers));
        byte[] zip = Files.readAllBytes(file);
        Files.delete(file);
        return List.of(zip, TorchFiles.stream(root, Map.of("0", numbers), 4));
    }
}
