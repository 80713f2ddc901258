package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files larger than memory: only what is asked for is touched, and one tensor at a time is written.
 */
class LazyReadingTest {

    @TempDir Path folder;

    @Test
    void onlyTheTensorsAskedForAreMapped() throws IOException {
        long large = 3L << 30;
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("twin", Tensor.of("ByteStorage", "0", large));
        model.put("queue", Tensor.of("FloatStorage", "1", 1 << 20));
        model.put("weight", Tensor.of("FloatStorage", "2", 2));
        long far = large - 5;
        model.put(
                "corner",
                new Tensor("ByteStorage", "0", far, large, new long[] {2}, new long[] {2}));
        Path file = folder.resolve("large.pth");
        TorchFiles.zip64(
                file,
                List.of(
                        Entry.of("m/data.pkl", TorchFiles.pickle(Map.of("model", model))),
                        Entry.hole("m/data/0", large),
                        Entry.hole("m/data/1", 4 << 20),
                        Entry.of("m/data/2", TorchFiles.floats(1, 2))));
        assertThat(Files.size(file)).isGreaterThan(large);
        try (FileSource source = FileSource.open(file);
                Checkpoint checkpoint = Checkpoint.open(source)) {
            assertThat(checkpoint.names()).containsExactly("twin", "queue", "weight", "corner");
            assertThat(checkpoint.info("twin").bytes()).isEqualTo(large);
            assertThat(checkpoint.floats("weight")).containsExactly(1, 2);
            assertThat(checkpoint.floats("corner")).containsExactly(0, 0);
            // The pickle, two numbers, and the stretch from one corner to the other.
            assertThat(source.mappedBytes()).isLessThan(2000);
            ByteBuffer queue = checkpoint.bytes("queue");
            assertThat(queue.isDirect()).isTrue();
            assertThat(queue.alignmentOffset(0, 64)).isZero();
            assertThatThrownBy(() -> checkpoint.bytes("twin"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("at most 2 GiB");
        }
    }

    @Test
    void eachTensorIsOnTheDiskBeforeTheNextIsFetched() throws IOException {
        int bytes = 3 << 20;
        List<Long> sizes = new ArrayList<>();
        List<TensorData> tensors = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            tensors.add(
                    new TensorData(
                            name,
                            new Shape(bytes / Float.BYTES),
                            ElementType.FLOAT32,
                            name.equals("b") ? ElementType.FLOAT16 : ElementType.FLOAT32,
                            () -> {
                                sizes.add(sizeOfOnlyFile());
                                return ByteBuffer.allocate(bytes);
                            }));
        }
        SafetensorsWriter.write(folder.resolve("copy.safetensors"), tensors, Map.of());
        // The second is narrowed to half its size.
        long header = sizes.get(0);
        assertThat(sizes).containsExactly(header, header + bytes, header + bytes * 3L / 2);
        assertThat(sizeOfOnlyFile()).isEqualTo(header + bytes * 5L / 2);
    }

    private long sizeOfOnlyFile() {
        File[] files = folder.toFile().listFiles();
        assertThat(files).hasSize(1);
        return files[0].length();
    }
}
