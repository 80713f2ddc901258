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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Sizes whose product overflows are refused, even beside a size of 0; others can be read. */
    @ParameterizedTest
    @CsvSource({
        "F64, '[0, 2305843009213693951]', false",
        "F64, '[2305843009213693951, 0]', false",
        "I8, '[0, 9223372036854775807, 2]', false",
        "F32, '[4294967296, 0, 4294967296]', false",
        "F64, '[0, 288230376151711744]', true",
        "F16, '[0, 4294967296, 0]', true",
        "BOOL, '[7, 0, 9]', true"
    })
    void emptyTensorsOfAnyShapeAreReadOrRefused(String type, String shape, boolean fits)
            throws IOException {
        String empty = "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,0]}";
        String header = "{\"w\":" + empty.formatted(type, shape) + "}";
        ByteBuffer content =
                ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        Files.write(file, content.array());
        if (!fits) {
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessageContaining("tensor 'w'");
            return;
        }
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(checkpoint.read("w", manager).size()).isZero();
            assertThat(checkpoint.readFloat32("w", manager).size()).isZero();
            assertThat(checkpoint.readBytes("w", manager).size()).isZero();
            assertThat(checkpoint.floats("w")).isEmpty();
        }
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} x",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,0],\"data_offsets\":[0,0]}}",
                "{\"w\":{\"dtype\":\"F8_E5M2\",\"shape\":[8],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"w\":7}",
                "{\"__metadata__\":{\"a\":[]},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            })
    void damagedHeadersAreRefused(String header) throws IOException {
        write(header.getBytes(StandardCharsets.UTF_8), 8);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void nestedAndOversizedHeadersAreRefused() throws IOException {
        byte[] nested = ("{\"w\":{\"x\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
        write(nested, 8);
        assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(CheckpointException.class);
        for (long length :
                new long[] {0, 1, -1, 1L << 40, CheckpointContents.MAX_HEADER_BYTES + 1}) {
            ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(length).put((byte) '{');
            assertThatThrownBy(() -> Checkpoint.open(Source.of("x", bytes.array())))
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void everyCutIsRefused() throws IOException {
        SafetensorsWriter.write(file, List.of(tensor("w", 1, 2), tensor("v", 3)), Map.of("a", "b"));
        byte[] whole = Files.readAllBytes(file);
        Checkpoint.open(Source.of("x", whole)).close();
        for (int length = 0; length < whole.length; length++) {
            Source cut = Source.of("x", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.open(cut)).isInstanceOf(CheckpointException.class);
        }
    }

    private void write(byte[] header, int data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(header.length).put(header).array());
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
