package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storages that somebody deflated and that tensors share. */
class DeflatedRangeTest {

    private static final int COUNT = 1 << 20;

    @TempDir Path folder;

    /** A file in memory that counts what is read of it. */
    private static final class Counting implements Source {
        private final Source file;
        private long read;

        Counting(byte[] content) {
            file = Source.of("counted", content);
        }

        @Override
        public String label() {
            return file.label();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public ByteBuffer copy(long offset, int length) throws CheckpointException {
            read += length;
            return file.copy(offset, length);
        }

        @Override
        public ByteBuffer view(long offset, int length) throws CheckpointException {
            read += length;
            return file.view(offset, length);
        }

        @Override
        public void close() throws CheckpointException {
            file.close();
        }
    }

    @Test
    void aSharedStorageIsInflatedOnce() throws IOException {
        float[] values = new float[COUNT];
        Random random = new Random(5);
        for (int i = 0; i < COUNT; i++) {
            values[i] = random.nextInt(1000);
        }
        Map<String, Object> model = new LinkedHashMap<>();
        Map<String, int[]> places = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            int length = 1 + random.nextInt(500);
            int from = random.nextInt(COUNT - length);
            long[] shape = {length};
            model.put("w" + i, new Tensor("FloatStorage", "0", from, COUNT, shape, new long[] {1}));
            places.put("w" + i, new int[] {from, length});
        }
        Path file = folder.resolve("shared.pth");
        Entry pickle = Entry.of("m/data.pkl", TorchFiles.pickle(model));
        TorchFiles.zip64(
                file, List.of(pickle, Entry.deflated("m/data/0", TorchFiles.floats(values))));
        Counting source = new Counting(Files.readAllBytes(file));
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            for (int round = 0; round < 2; round++) {
                for (String name : checkpoint.names()) {
                    float[] read = checkpoint.floats(name);
                    assertThat(read).hasSize(places.get(name)[1]);
                    for (int i = 0; i < read.length; i++) {
                        assertThat(read[i]).isEqualTo(values[places.get(name)[0] + i]);
                    }
                }
            }
            // A caller's changes are his own.
            checkpoint.bytes("w0").putFloat(0, -1);
            assertThat(checkpoint.floats("w0")[0]).isEqualTo(values[places.get("w0")[0]]);
        }
        assertThat(source.read).isLessThan(2 * source.size());
    }
}
