package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.UnknownFieldSet;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log for TensorBoard, read with protobuf's own library. */
class TensorBoardLogTest {

    @TempDir private Path folder;

    /** The values of each step, by tag. */
    private static Map<Long, Map<String, Float>> scalars(Path run) throws IOException {
        Map<Long, Map<String, Float>> scalars = new TreeMap<>();
        for (byte[] record : records(file(run))) {
            UnknownFieldSet event = UnknownFieldSet.parseFrom(record);
            assertThat(Double.longBitsToDouble(event.getField(1).getFixed64List().get(0)))
                    .as("seconds since 1970")
                    .isBetween(1.7e9, 1e10);
            if (event.hasField(3)) {
                assertThat(event.getField(3).getLengthDelimitedList().get(0).toStringUtf8())
                        .isEqualTo("brain.Event:2");
                assertThat(scalars).isEmpty();
                continue;
            }
            long step = event.getField(2).getVarintList().get(0);
            UnknownFieldSet summary =
                    UnknownFieldSet.parseFrom(event.getField(5).getLengthDelimitedList().get(0));
            for (var bytes : summary.getField(1).getLengthDelimitedList()) {
                UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
                String tag = value.getField(1).getLengthDelimitedList().get(0).toStringUtf8();
                int bits = value.getField(2).getFixed32List().get(0);
                Float earlier =
                        scalars.computeIfAbsent(step, s -> new TreeMap<>())
                                .put(tag, Float.intBitsToFloat(bits));
                assertThat(earlier).as("%s at step %d, once", tag, step).isNull();
            }
        }
        return scalars;
    }

    private static Path file(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            List<Path> found =
                    files.filter(path -> path.getFileName().toString().contains("tfevents"))
                            .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static List<byte[]> records(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            in.get(in.position(), length);
            byte[] record = new byte[(int) in.getLong()];
            assertThat(in.getInt()).isEqualTo(masked(length));
            in.get(record);
            assertThat(in.getInt()).isEqualTo(masked(record));
            records.add(record);
        }
        return records;
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) (((value >>> 15 | value << 17) + 0xA282EAD8L) & 0xFFFFFFFFL);
    }

    @Test
    void itHoldsWhatTheLogHoldsAlsoAfterAResumption() throws Exception {
        Path data = Runs.data(folder.resolve("data"));
        Recipe recipe = Runs.small("scenes").with("evaluation.every", "2").recipe();
        Path run = folder.resolve("run");
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            trainer.withTensorBoard().train(Runs.read(recipe, data), run, new Runs.Silent());
        }
        assertHolds(run);
        try (PevlTrainer trainer = PevlTrainer.resume(run)) {
            trainer.train(PevlTrainer.dataOf(run), run, new Runs.Silent());
        }
        assertHolds(run);
    }

    private static void assertHolds(Path run) throws IOException {
        Map<Long, Map<String, Float>> scalars = scalars(run);
        List<JsonObject> steps = Runs.log(run, "step");
        assertThat(scalars).hasSameSizeAs(steps);
        for (JsonObject step : steps) {
            Map<String, Float> shown = scalars.get(step.get("step").getAsLong());
            assertThat(shown)
                    .containsEntry("loss/sum", step.get("loss").getAsFloat())
                    .containsEntry("training/learning_rate", step.get("rate").getAsFloat())
                    .containsEntry("training/gradient_norm", step.get("gradientNorm").getAsFloat())
                    .containsKeys("loss/position", "milliseconds/forward");
        }
        for (JsonObject evaluation : Runs.log(run, "evaluation")) {
            assertThat(scalars.get(evaluation.get("step").getAsLong()))
                    .containsEntry("validation/accuracy", evaluation.get("value").getAsFloat());
        }
    }

    @Test
    void aRunHasNoneUnlessAsked() throws Exception {
        Path data = Runs.data(folder.resolve("data"));
        Recipe recipe = Runs.small("scenes").with("epochs", "1").recipe();
        Path run = folder.resolve("run");
        Runs.train(recipe, data, run);
        assertThat(TensorBoardLog.isIn(run)).isFalse();
        RunHistory history = RunHistory.read(run);
        RunHistory.Environment environment = history.events().get(0).environment();
        assertThat(environment).isNotNull();
        assertThat(environment.versions()).containsKeys("pevl", "DJL", "PyTorch", "Java");
        assertThat(environment.cores()).isPositive();
        assertThat(environment.date()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(RunEnvironment.setting("2", "1")).startsWith("2 (ai.djl");
        assertThat(RunEnvironment.setting(null, "1")).isEqualTo("1 (OMP_NUM_THREADS)");
    }
}
