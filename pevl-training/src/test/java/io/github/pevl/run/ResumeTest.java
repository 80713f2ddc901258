package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll
    static void draw() throws Exception {
        data = Runs.data(folder.resolve("scenes"));
    }

    /** Falls over in the middle of a run. */
    private static final class Stumble extends Runs.Silent {
        private final long at;

        Stumble(long at) {
            this.at = at;
        }

        @Override
        public void step(long step, long steps, double loss) {
            if (step == at) {
                throw new UnsupportedOperationException("stumbled");
            }
        }
    }

    private static Recipe recipe(String name) throws IOException {
        return Runs.small(name).with("saveEvery", "2").with("evaluation.every", "3").recipe();
    }

    private static Path stumbled(String name, long at, String out) throws IOException {
        return stumbled(recipe(name), at, out);
    }

    private static Path stumbled(Recipe recipe, long at, String out) throws IOException {
        Path run = folder.resolve(out);
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            assertThatThrownBy(() -> trainer.train(Runs.read(recipe, data), run, new Stumble(at)))
                    .hasMessage("stumbled");
        }
        return run;
    }

    private static void resume(Path run) throws Exception {
        TrainingData again = PevlTrainer.dataOf(run);
        try (PevlTrainer trainer = PevlTrainer.resume(run)) {
            trainer.train(again, run, new Runs.Silent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"step\",\"step\":{}}", "NOT UTF-8", "[1]", "null", "7"})
    void aDamagedLineOfTheLogCostsThatLine(String line) throws Exception {
        Path run = stumbled("scenes", 3, "damaged-" + Integer.toHexString(line.hashCode()));
        byte[] bytes =
                line.equals("NOT UTF-8")
                        ? new byte[] {(byte) 0xff}
                        : line.getBytes(StandardCharsets.UTF_8);
        Path log = run.resolve("log.jsonl");
        Files.write(log, bytes, StandardOpenOption.APPEND);
        Files.write(log, new byte[] {'\n'}, StandardOpenOption.APPEND);
        assertThat(RunHistory.read(run).unreadable()).isEqualTo(1);
        resume(run);
        assertThat(RunHistory.read(run).unreadable()).isZero();
        assertThat(RunHistory.read(run).finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "scenes, 1",
        "scenes, 5",
        "scenes-stage-one, 6",
        "scenes-choices, 3",
        "scenes-answers, 4"
    })
    void anInterruptedRunIsTheSameAsOneThatWasNot(String name, long at) throws Exception {
        assertResumes(recipe(name), at, name);
    }

    @Test
    void anInterruptedRunInBfloat16Too() throws Exception {
        Recipe recipe =
                Runs.small("scenes-stage-one")
                        .with("saveEvery", "2")
                        .with("evaluation.every", "3")
                        .with("precision", "BF16")
                        .recipe();
        assertResumes(recipe, 5, "bfloat16");
    }

    private static void assertResumes(Recipe recipe, long at, String name) throws Exception {
        Path whole = folder.resolve("whole-" + name + at);
        Runs.train(recipe, data, whole);
        Path run = stumbled(recipe, at, "interrupted-" + name + at);
        resume(run);
        assertThat(Runs.log(run, "step")).isEqualTo(Runs.log(whole, "step"));
        assertThat(Runs.log(run, "evaluation")).isEqualTo(Runs.log(whole, "evaluation"));
        assertThat(run.resolve("best/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("best/model.safetensors"));
        assertThat(Runs.log(run, "resume")).hasSize(1);
    }

    @Test
    void aLineThatWasCutOffIsDropped() throws Exception {
        Path whole = folder.resolve("whole-line");
        Runs.train(recipe("scenes"), data, whole);
        Path run = stumbled("scenes", 4, "cut-line");
        Files.writeString(
                run.resolve("log.jsonl"), "{\"type\":\"step\",\"st", StandardOpenOption.APPEND);
        resume(run);
        assertThat(Runs.log(run, "step")).isEqualTo(Runs.log(whole, "step"));
    }

    @Test
    void aFolderThatWasMovedAsideComesBack() throws Exception {
        Path run = stumbled("scenes", 4, "aside");
        Path draft = Files.createDirectory(run.resolve(".last-new-1"));
        Files.writeString(draft.resolve("state.json"), "{");
        Files.move(run.resolve("last"), run.resolve(".last-old-1"));
        resume(run);
        assertThat(Runs.log(run, "step")).hasSize(6);
        assertThat(run.toFile().list())
                .containsExactlyInAnyOrder(
                        "best", "last", "log.jsonl", "model", "run.json", "run.lock");
    }

    @ParameterizedTest
    @CsvSource({"model.safetensors", "state.safetensors"})
    void aDamagedStateIsRefused(String file) throws Exception {
        Path run = stumbled("scenes", 4, "damaged-" + file);
        try (FileChannel channel =
                FileChannel.open(run.resolve("last").resolve(file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() - 64);
        }
        assertThatThrownBy(() -> PevlTrainer.resume(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is not what the run wrote");
        Files.delete(run.resolve("last").resolve(file));
        assertThatThrownBy(() -> PevlTrainer.resume(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is missing");
    }

    @Test
    void otherDataAreRefused() throws Exception {
        Path own = Runs.data(folder.resolve("changing"));
        Recipe recipe = recipe("scenes");
        Path run = folder.resolve("of-changing");
        Runs.train(recipe, own, run);
        Files.writeString(own.resolve("train.json"), " ", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> PevlTrainer.dataOf(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("train.json has changed since the run began");
    }

    @Test
    void aRunHasOneTrainerAtATime() throws Exception {
        Path run = stumbled("scenes", 4, "shared");
        TrainingData again = PevlTrainer.dataOf(run);
        try (PevlTrainer trainer = PevlTrainer.resume(run)) {
            assertTaken(run);
            trainer.train(again, run, new Runs.Silent());
        }
        Path begun = folder.resolve("begun");
        Recipe recipe = recipe("scenes");
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            trainer.train(
                    Runs.read(recipe, data),
                    begun,
                    new Runs.Silent() {
                        @Override
                        public void step(long step, long steps, double loss) {
                            assertTaken(begun);
                        }
                    });
        }
        PevlTrainer.resume(begun).close();
    }

    private static void assertTaken(Path run) {
        assertThatThrownBy(() -> PevlTrainer.resume(run))
                .isInstanceOf(IOException.class)
                .hasMessage(run + " is being trained already. Wait until that ends, or stop it.");
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertThatThrownBy(() -> PevlTrainer.resume(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no run: it has no run.json");
        assertThatThrownBy(() -> PevlTrainer.resume(folder.resolve("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere is no run");
    }

    @Test
    void aFinishedRunHasNothingToDo() throws Exception {
        Path run = folder.resolve("finished");
        Runs.train(recipe("scenes"), data, run);
        resume(run);
        assertThat(Runs.log(run, "step")).hasSize(6);
    }

    /** The disk goes away, as when it is full: what was saved before stays, and can go on. */
    @Test
    void aStateThatCannotBeWrittenLeavesTheLastOne() throws Exception {
        Recipe recipe = recipe("scenes");
        Path run = folder.resolve("disk");
        Path away = folder.resolve("disk-away");
        Runs.Silent failing =
                new Runs.Silent() {
                    @Override
                    public void step(long step, long steps, double loss) {
                        if (step == 4) {
                            replaceByFile(run, away);
                        }
                    }
                };
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            assertThatThrownBy(() -> trainer.train(Runs.read(recipe, data), run, failing))
                    .isInstanceOf(IOException.class);
        }
        Files.delete(run);
        Files.move(away, run);
        resume(run);
        assertThat(Runs.log(run, "step")).hasSize(6);
    }

    private static void replaceByFile(Path run, Path away) {
        try {
            Files.move(run, away);
            Files.writeString(run, "no folder");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
