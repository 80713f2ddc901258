package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of damaged and hostile files, and shapes without elements. */
class SafetensorsHeaderTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("weights.safetensors");
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
        SafetensorsWriter.write(
                file,
                List.of(SafetensorsTest.tensor("w", 1, 2), SafetensorsTest.tensor("v", 3)),
                Map.of("a", "b"));
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
}
