package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Raw;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What PyTorch's files of the wild hold beside what the golden ones do. */
@Timeout(20)
class TorchReadingTest extends PairFile {

    @Test
    void entriesOfTrainingAreNotedAndNotInTheWay() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("epoch", 3L);
        root.put("config", Map.of("lr", 1e-5, "names", List.of("a", "b")));
        root.put("args", TorchFiles.raw("cargparse\nNamespace\n)\u0081}b"));
        root.put("best", TorchFiles.raw("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(tRtR"));
        root.put("milestones", TorchFiles.raw("ccollections\nCounter\n}K\1K\2s\u0085R"));
        root.put("dtype", TorchFiles.raw("ctorch\nbfloat16\n"));
        root.put("model", Map.of("w", PAIR, "extra_state", List.of()));
        root.put("optimizer", Map.of("state", Map.of(0L, Map.of("exp_avg", PAIR))));
        write(root);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(Checkpoint.Format.TORCH_ZIP);
            assertThat(checkpoint.names()).containsExactly("w");
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
            assertThat(checkpoint.notes())
                    .containsEntry("epoch", "3")
                    .containsEntry("config", "dict of 2")
                    .containsEntry("args", "object")
                    .containsEntry("optimizer", "dict of 1")
                    .doesNotContainKey("model");
        }
    }

    @Test
    void python2WroteOrderedDictsAsPairsAndTextsAsBytes() throws IOException {
        byte[] tensor = TorchFiles.operations(PAIR);
        ByteArrayOutputStream dict = new ByteArrayOutputStream();
        dict.writeBytes(TorchFiles.latin("ccollections\nOrderedDict\n(](](U\1w"));
        dict.writeBytes(tensor);
        dict.writeBytes(TorchFiles.latin("eetR}X\t\0\0\0_metadata}sb"));
        Files.write(
                file,
                TorchFiles.stream(
                        new Raw(dict.toByteArray()), Map.of("0", TorchFiles.floats(1, 2)), 4));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(Checkpoint.Format.TORCH_STREAM);
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void oldStreamsHaveViewsOfStorages() throws IOException {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        tensor.writeBytes(
                TorchFiles.latin(
                        "ctorch._utils\n_rebuild_tensor\n((U\7storagectorch\nIntStorage\nU\0010U\3cpu"));
        tensor.writeBytes(TorchFiles.latin("K\5(U\1vK\1K\3ttQK\1K\2\u0085K\1\u0085tR"));
        byte[] numbers = new byte[20];
        for (int i = 0; i < 5; i++) {
            numbers[4 * i] = (byte) (10 + i);
        }
        Map<String, byte[]> storages = Map.of("0", numbers);
        Files.write(
                file, TorchFiles.stream(Map.of("w", new Raw(tensor.toByteArray())), storages, 4));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.info("w").type()).isEqualTo(ElementType.INT32);
            assertThat(checkpoint.floats("w")).containsExactly(12, 13);
        }
    }

    @Test
    void int16IsReadThoughDjlCannotHoldIt() throws IOException {
        Tensor tensor = Tensor.of("ShortStorage", "0", 2, 1);
        TorchFiles.archive(
                file,
                TorchFiles.pickle(Map.of("w", tensor)),
                Entry.of("m/data/0", new byte[] {-2, -1, 3, 1}));
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray array = checkpoint.read("w", manager);
            assertThat(array.toIntArray()).containsExactly(-2, 259);
            assertThat(array.getShape().getShape()).containsExactly(2, 1);
            assertThat(checkpoint.floats("w")).containsExactly(-2, 259);
        }
    }

    @Test
    void deflatedStoragesAreRead() throws IOException {
        byte[] plain = new byte[400_000];
        Arrays.fill(plain, 300_000, 400_000, (byte) 0x40);
        Tensor whole = Tensor.of("FloatStorage", "0", 100_000);
        Tensor end =
                new Tensor("FloatStorage", "0", 99_999, 100_000, new long[] {1}, new long[] {1});
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("whole", whole);
        model.put("end", end);
        TorchFiles.archive(
                file, TorchFiles.pickle(model), Entry.deflated("m/data/0", plain, plain.length));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.bytes("whole").array()).isEqualTo(plain);
            assertThat(checkpoint.floats("end")).containsExactly(Float.intBitsToFloat(0x40404040));
        }
    }

    @Test
    void deflatedStoragesThatAreNotWhatTheySayAreRefused() throws IOException {
        byte[] plain = new byte[400_000];
        Tensor longer = Tensor.of("FloatStorage", "0", 100_001);
        TorchFiles.archive(
                file,
                TorchFiles.pickle(Map.of("w", longer)),
                Entry.deflated("m/data/0", plain, 400_004));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> checkpoint.bytes("w"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("damaged compressed entry");
        }
        Tensor huge = Tensor.of("ByteStorage", "0", 1L << 30);
        TorchFiles.archive(
                file,
                TorchFiles.pickle(Map.of("w", huge)),
                Entry.deflated("m/data/0", plain, 1L << 30));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'m/data/0'");
    }

    @Test
    void filesThatMayNotBeWrittenAreReadByCopy() throws IOException {
        write(Map.of("w", PAIR));
        byte[] before = Files.readAllBytes(file);
        ReadOnly disk = ReadOnly.of(before);
        try (Checkpoint checkpoint = Checkpoint.open(disk);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray array = checkpoint.read("w", manager);
            array.addi(1);
            assertThat(array.toFloatArray()).containsExactly(2, 3);
        }
        assertThat(disk.memory()).isEqualTo(ByteBuffer.wrap(before));
        assertThat(file.toFile().setReadOnly()).isTrue();
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(checkpoint.read("w", manager).toFloatArray()).containsExactly(1, 2);
        }
    }
}
