package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("weights.safetensors");
    }

    @Test
    void arraysOfEveryTypeComeBackAsTheyWere() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray real = manager.create(new float[] {1, -2.5f, 3, 0, 5, 6}, new Shape(2, 3));
            Map<String, NDArray> arrays =
                    Map.of(
                            "bool", manager.create(new boolean[] {true, false, true}),
                            "int8", real.toType(DataType.INT8, true),
                            "uint8",
                                    manager.create(new byte[] {1, -1}).toType(DataType.UINT8, true),
                            "int32", manager.create(new int[] {Integer.MIN_VALUE, 7}),
                            "int64", manager.create(new long[] {Long.MAX_VALUE, -7}),
                            "float16", real.toType(DataType.FLOAT16, true),
                            "float32", real,
                            "float64", manager.create(new double[] {Math.PI}),
                            "scalar", manager.create(0.07f),
                            "empty", manager.create(new Shape(0, 3)));
            List<TensorData> tensors =
                    arrays.entrySet().stream()
                            .map(entry -> TensorData.of(entry.getKey(), entry.getValue()))
                            .toList();
            SafetensorsWriter.write(file, tensors, Map.of("origin", "a \"test\"\n"));
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.format()).isEqualTo(Checkpoint.Format.SAFETENSORS);
                assertThat(checkpoint.notes()).isEqualTo(Map.of("origin", "a \"test\"\n"));
                assertThat(checkpoint.names())
                        .containsExactlyElementsOf(tensors.stream().map(TensorData::name).toList());
                for (String name : checkpoint.names()) {
                    assertThat(checkpoint.read(name, manager)).as(name).isEqualTo(arrays.get(name));
                }
            }
        }
        assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
    }

    @Test
    void floatsAreNarrowedOnRequestAndWidenedBack() throws IOException {
        Random random = new Random(3);
        float[] values = new float[600_000]; // more than one chunk of the conversion
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        TensorData wide = tensor("w", values);
        TensorData count =
                new TensorData(
                        "n",
                        new Shape(1),
                        ElementType.INT16,
                        ElementType.INT16,
                        () -> ByteBuffer.wrap(new byte[] {-2, -1}));
        assertThat(count.floatsAs(ElementType.FLOAT16)).isSameAs(count);
        SafetensorsWriter.write(file, List.of(count, wide.floatsAs(ElementType.FLOAT16)), Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(checkpoint.info("w").bytes()).isEqualTo(2L * values.length);
            assertThat(checkpoint.read("w", manager).getDataType()).isEqualTo(DataType.FLOAT16);
            assertThat(checkpoint.readFloat32("w", manager).toFloatArray())
                    .isEqualTo(checkpoint.floats("w"));
            float[] read = checkpoint.floats("w");
            for (int i = 0; i < values.length; i++) {
                assertThat(read[i])
                        .isEqualTo(FloatConversions.fromHalf(FloatConversions.toHalf(values[i])));
            }
            assertThat(checkpoint.read("n", manager).toIntArray()).containsExactly(-2);
        }
        Path brain = folder.resolve("brain.safetensors");
        SafetensorsWriter.write(brain, List.of(wide.floatsAs(ElementType.BFLOAT16)), Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(brain);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray array = checkpoint.read("w", manager);
            assertThat(array.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(array.toFloatArray()[7])
                    .isEqualTo(FloatConversions.fromBrain(FloatConversions.toBrain(values[7])));
        }
    }

    @Test
    void elementsAreReadAsBytes() throws IOException {
        TensorData wide = tensor("w", 1.5f, -2, 3);
        ElementType type = ElementType.INT8;
        TensorData one =
                new TensorData("one", new Shape(), type, type, () -> ByteBuffer.allocate(1));
        List<TensorData> tensors = List.of(wide.floatsAs(ElementType.BFLOAT16), one);
        SafetensorsWriter.write(file, tensors, Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray bytes = checkpoint.readBytes("w", manager);
            assertThat(bytes.getShape()).isEqualTo(new Shape(6));
            assertThat(bytes.toByteArray()).containsExactly(0xc0, 0x3f, 0, 0xc0, 0x40, 0x40);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> checkpoint.readBytes("one", manager))
                    .withMessageContaining("'one' is a single number");
        }
    }

    @Test
    void numbersBeginAlignedWhateverStandsBeforeThem() throws IOException {
        TensorData odd =
                new TensorData(
                        "odd",
                        new Shape(3),
                        ElementType.UINT8,
                        ElementType.UINT8,
                        () -> ByteBuffer.allocate(3));
        SafetensorsWriter.write(file, List.of(odd, tensor("w", 1, 2)), Map.of());
        long header =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat((header + 8) % 64).isZero();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.names()).containsExactly("odd", "w");
            assertThat(checkpoint.bytes("w").alignmentOffset(0, 4)).isZero();
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void arraysAreMappingsThatNeverReachTheFile() throws IOException {
        SafetensorsWriter.write(file, List.of(tensor("w", 1, 2, 3)), Map.of());
        byte[] before = Files.readAllBytes(file);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array;
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                array = checkpoint.read("w", manager);
            }
            System.gc(); // a mapping that nothing holds would vanish
            array.addi(1);
            assertThat(array.toFloatArray()).containsExactly(2, 3, 4);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anInterruptedWritingLeavesTheOldFile() throws IOException {
        SafetensorsWriter.write(file, List.of(tensor("w", 1)), Map.of());
        TensorData failing =
                new TensorData(
                        "x",
                        new Shape(1),
                        ElementType.FLOAT32,
                        ElementType.FLOAT32,
                        () -> {
                            throw new IOException("the disk is gone");
                        });
        assertThatThrownBy(
                        () ->
                                SafetensorsWriter.write(
                                        file, List.of(tensor("w", 2), failing), Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the disk is gone");
        assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.floats("w")).containsExactly(1);
        }
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatThrownBy(
                        () ->
                                SafetensorsWriter.write(
                                        file,
                                        List.of(tensor("w", 1, 1e6f).floatsAs(ElementType.FLOAT16)),
                                        Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'w' holds 1000000.0, too large for float16");
        assertThatThrownBy(
                        () ->
                                SafetensorsWriter.write(
                                        file, List.of(tensor("w", 1), tensor("w", 1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        TensorData shorter =
                new TensorData(
                        "w",
                        new Shape(2),
                        ElementType.FLOAT32,
                        ElementType.FLOAT32,
                        () -> ByteBuffer.allocate(4));
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(shorter), Map.of()))
                .hasMessageContaining("4 bytes where 8 are due");
        Path nowhere = folder.resolve("none").resolve("w.safetensors");
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(nowhere, List.of(tensor("w", 1)), Map.of()))
                .isInstanceOf(CheckpointException.class);
        assertThat(folder).isEmptyDirectory();
    }

    static TensorData tensor(String name, float... values) {
        return new TensorData(
                name,
                new Shape(values.length),
                ElementType.FLOAT32,
                ElementType.FLOAT32,
                () -> ByteBuffer.wrap(TorchFiles.floats(values)));
    }
}
