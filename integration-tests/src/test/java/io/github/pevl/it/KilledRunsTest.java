package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Pevl;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training is killed, as by {@code kill -9}, at random moments, and goes on: its log is that of a
 * run that was never interrupted. {@code -Dpevl.kills=25} kills more often.
 */
@Tag("campaign")
class KilledRunsTest {

    private static final int KILLS = Integer.getInteger("pevl.kills", 2);

    /** Twins, queues, two kinds of data, dropout of none: all that a state has. */
    private static final String[] RECIPE = {
        "--recipe", "scenes-stage-one",
        "--set", "objective.contrast=0.5",
        "--set", "objective.matching=0.5",
        "--set", "objective.distillation=0.4",
        "--set", "objective.queueSize=64",
        "--set", "imageSide=48",
        "--set", "batch=4",
        "--set", "epochs=2",
        "--set", "evaluation.every=5",
        "--set", "evaluation.size=6",
        "--set", "saveEvery=1"
    };

    @TempDir Path folder;

    @Test
    void aKilledRunGoesOnAsIfItHadNotBeen() throws Exception {
        Path data = folder.resolve("data");
        SceneWriter.write(new SceneGenerator(5), 24, data, done -> {});
        Path whole = folder.resolve("whole");
        long begin = System.nanoTime();
        Process first = child(train(data, whole));
        assertThatNoOtherMayTrain(first, whole);
        finish(first);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        int runs = 0;
        Path run = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; ) {
            if (Files.exists(run.resolve("best")) && isDone(run)) {
                assertSame(run, whole);
                run = folder.resolve("killed-" + ++runs); // it may have ended without a kill
            }
            Process process = child(next(data, run));
            // Not before there is something to lose, and not after the end.
            if (!process.waitFor(millis / 3 + random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kill++;
            }
        }
        if (!isDone(run)) {
            finish(child(next(data, run)));
        }
        assertSame(run, whole);
    }

    private static void assertThatNoOtherMayTrain(Process trainer, Path run) throws Exception {
        while (!Files.exists(run.resolve("log.jsonl")) && trainer.isAlive()) {
            Thread.sleep(10);
        }
        assertThatThrownBy(() -> PevlTrainer.resume(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is being trained already");
    }

    private static boolean isDone(Path run) throws IOException {
        Path log = run.resolve("log.jsonl");
        return Files.exists(log) && Files.readString(log).contains("\"type\":\"end\"");
    }

    private static void assertSame(Path run, Path whole) throws IOException {
        assertThat(log(run)).isEqualTo(log(whole));
        assertThat(run.resolve("last/state.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("last/state.safetensors"));
    }

    private static List<String> next(Path data, Path run) {
        return Files.exists(run) ? List.of("train", "--resume", run.toString()) : train(data, run);
    }

    private static List<String> train(Path data, Path run) {
        List<String> command = new ArrayList<>(List.of("train"));
        command.addAll(Arrays.asList(RECIPE));
        command.addAll(List.of("--data", data.toString(), "--validation", data.toString()));
        command.addAll(List.of("--out", run.toString()));
        return command;
    }

    private static Process child(List<String> command) throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-Dai.djl.pytorch.num_threads=1",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Pevl.class.getName()));
        line.addAll(command);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void finish(Process process) throws InterruptedException {
        assertThat(process.waitFor()).isZero();
    }

    /** Steps and evaluations, without what differs from run to run. */
    private static List<JsonObject> log(Path run) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.jsonl"), StandardCharsets.UTF_8)) {
            JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
            if (List.of("step", "evaluation").contains(entry.get("type").getAsString())) {
                List.of("milliseconds", "residentBytes", "elapsedSeconds").forEach(entry::remove);
                lines.add(entry);
            }
        }
        assertThat(lines).isNotEmpty();
        return lines;
    }
}
