package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files written by PyTorch itself, whole, damaged and hostile. */
class CheckpointGoldenTest {

    private static final Set<String> GOOD = Set.of("zip.pth", "legacy.pth", "bare_state_dict.pth");

    static Stream<Path> good() throws IOException {
        return files().filter(file -> GOOD.contains(file.getFileName().toString()));
    }

    static Stream<Path> bad() throws IOException {
        return files().filter(file -> !GOOD.contains(file.getFileName().toString()));
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Golden.file("pth"))) {
            return all.filter(file -> file.toString().endsWith(".pth")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsEveryTensorExactly(Path file) throws IOException {
        JsonObject expected = Golden.json("pth/expected.json").getAsJsonObject();
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(checkpoint.names()).containsExactlyElementsOf(expected.keySet());
            for (String name : checkpoint.names()) {
                JsonObject tensor = expected.getAsJsonObject(name);
                assertDescribed(checkpoint.info(name), tensor.get("dtype"), tensor.get("shape"));
                double[] values = numbers(tensor.getAsJsonArray("values"));
                assertThat(doubles(checkpoint.read(name, manager))).as(name).isEqualTo(values);
                float[] rounded = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = (float) values[i];
                }
                assertThat(checkpoint.floats(name)).as(name).isEqualTo(rounded);
                NDArray wide = checkpoint.readFloat32(name, manager);
                assertThat(wide.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(wide.toFloatArray()).as(name).isEqualTo(rounded);
                assertThat(wide.getShape()).isEqualTo(checkpoint.info(name).shape());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesEveryOtherFileAndLeavesNoTrace(Path file) throws IOException {
        Map<String, FileTime> before = folder();
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching(".{20,}[.]"); // a dot does not match a line's end
        assertThat(folder()).isEqualTo(before);
    }

    @Test
    void hostileFilesAreRefusedForWhatTheyAskFor() throws IOException {
        List<Path> hostile =
                bad().filter(file -> file.getFileName().toString().startsWith("hostile_")).toList();
        assertThat(hostile).isNotEmpty();
        for (Path file : hostile) {
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .hasMessageContaining("asks Python for '")
                    .hasMessageContaining("nothing was run");
        }
    }

    @Test
    void listsTheModelAsTheOriginalDoes() throws IOException {
        JsonObject index = Golden.json("model/state_dict_index.json").getAsJsonObject();
        try (Checkpoint checkpoint = Checkpoint.open(Golden.file("model/checkpoint.pth"))) {
            assertThat(checkpoint.names()).containsExactlyInAnyOrderElementsOf(index.keySet());
            for (String name : checkpoint.names()) {
                JsonArray entry = index.getAsJsonArray(name);
                assertDescribed(checkpoint.info(name), entry.get(1), entry.get(0));
                assertThat(checkpoint.floats(name))
                        .hasSize((int) checkpoint.info(name).shape().size());
            }
        }
    }

    private static void assertDescribed(TensorInfo info, JsonElement type, JsonElement shape) {
        assertThat(info.type().label()).as(info.name()).isEqualTo(type.getAsString());
        List<Long> sizes = new ArrayList<>();
        shape.getAsJsonArray().forEach(size -> sizes.add(size.getAsLong()));
        assertThat(info.shape().getShape())
                .as(info.name())
                .isEqualTo(sizes.stream().mapToLong(Long::longValue).toArray());
        assertThat(info.bytes()).isEqualTo(info.shape().size() * info.type().bytes());
    }

    private static double[] numbers(JsonArray values) {
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).getAsDouble();
        }
        return numbers;
    }

    private static double[] doubles(NDArray array) {
        return switch (array.getDataType()) {
            case INT64 -> Stream.of(array.toArray()).mapToDouble(Number::doubleValue).toArray();
            case BOOLEAN ->
                    array.toType(DataType.INT32, true)
                            .toType(DataType.FLOAT64, true)
                            .toDoubleArray();
            default -> array.toType(DataType.FLOAT64, true).toDoubleArray();
        };
    }

    private static Map<String, FileTime> folder() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Golden.file("pth"))) {
            for (Path path : all.toList()) {
                times.put(path.toString(), Files.getLastModifiedTime(path));
            }
        }
        return times;
    }
}
