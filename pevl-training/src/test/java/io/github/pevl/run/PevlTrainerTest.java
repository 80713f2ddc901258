package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PevlTrainerTest {

    private static final double ROUNDING = 1e-3;

    @TempDir static Path folder;
    private static List<GroundingSample> training;
    private static List<GroundingSample> validation;

    @BeforeAll
    static void draw() throws Exception {
        Path data = folder.resolve("scenes");
        SceneWriter.write(new SceneGenerator(5), 9, data, done -> {});
        training = AnnotationFormat.GROUNDING.read(data.resolve("train.json"), data);
        validation = AnnotationFormat.GROUNDING_EVALUATION.read(data.resolve("eval.json"), data);
    }

    @Test
    void aRunEvaluatesOnTheWayAndKeepsAModel() throws Exception {
        Path out = folder.resolve("learnt");
        Journal journal = train(recipe(12, 42), out);
        // 9 pictures in batches of 4: two steps in each of twelve epochs.
        assertThat(journal.losses).hasSize(24);
        assertThat(journal.logs).extracting(log -> log.step()).containsExactly(10L, 20L, 24L);
        assertThat(journal.logs.get(0).report().overall().count()).isEqualTo(6);
        double most = -1;
        for (int i = 0; i < 3; i++) {
            double accuracy = journal.logs.get(i).report().overall().accuracy();
            assertThat(journal.best.get(i)).isEqualTo(accuracy > most);
            most = Math.max(most, accuracy);
        }
        assertThat(ModelFolder.config(out)).isEqualTo(SceneModel.config());
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"seed\": 42");
    }

    @Test
    void theSameSeedGivesTheSameRun() throws Exception {
        Journal one = train(recipe(3, 7), folder.resolve("one"));
        Journal again = train(recipe(3, 7), folder.resolve("again"));
        Journal other = train(recipe(3, 8), folder.resolve("other"));
        assertSame(again, one);
        // AdamW moves a parameter without a gradient by what rounding leaves of it: not bit by bit.
        assertThat(again.losses.get(0)).isEqualTo(one.losses.get(0));
        assertThat(Math.abs(other.losses.get(0) - one.losses.get(0))).isGreaterThan(10 * ROUNDING);
    }

    @Test
    void aRunOnAnotherThreadIsTheSame() throws Exception {
        // DJL switches gradient mode off on the thread that starts the engine, and on no other.
        Journal here = train(recipe(3, 7), folder.resolve("here"));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Journal> there =
                    thread.submit(() -> train(recipe(3, 7), folder.resolve("there")));
            assertSame(there.get(), here);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void leavesFoldersOfOthersAloneBeforeItTrains() throws Exception {
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("config.json"), "{}");
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");
        Journal journal = new Journal();
        try (PevlTrainer trainer = fresh(recipe(1, 1))) {
            assertThatThrownBy(() -> trainer.train(training, validation, foreign, journal))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("holds thesis.txt, which is no file of a model");
        }
        assertThat(journal.losses).isEmpty();
        assertThat(foreign.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void saysWhichPictureCannotBeRead() throws Exception {
        GroundingSample first = training.get(0);
        List<GroundingSample> broken =
                IntStream.range(0, 4)
                        .mapToObj(
                                i ->
                                        new GroundingSample(
                                                folder.resolve("missing-" + i + ".png"),
                                                first.sentence(),
                                                first.regions(),
                                                first.keptInCrop(),
                                                first.width(),
                                                first.height(),
                                                null))
                        .toList();
        try (PevlTrainer trainer = fresh(recipe(1, 1))) {
            assertThatThrownBy(
                            () ->
                                    trainer.train(
                                            broken,
                                            validation,
                                            folder.resolve("unread"),
                                            new Journal()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("missing-");
        }
    }

    @Test
    void goesOnFromAModelWithWhatItHasLearnt() throws Exception {
        Path first = folder.resolve("first");
        Journal before = train(recipe(12, 42), first);
        Journal after = new Journal();
        try (PevlTrainer trainer = PevlTrainer.from(first, recipe(1, 42))) {
            trainer.train(training, validation, folder.resolve("second"), after);
        }
        assertThat(after.losses.get(0)).isLessThan(before.losses.get(0) - 0.1);
    }

    @Test
    void saysThatPicturesDoNotFillABatch() throws Exception {
        try (PevlTrainer trainer = fresh(recipe(1, 1))) {
            assertThatThrownBy(
                            () ->
                                    trainer.train(
                                            training.subList(0, 1),
                                            validation,
                                            folder.resolve("none"),
                                            new Journal()))
                    .hasMessageContaining("1 pictures do not fill a batch of 4");
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static void assertSame(Journal actual, Journal expected) {
        assertThat(actual.losses).hasSameSizeAs(expected.losses);
        for (int i = 0; i < expected.losses.size(); i++) {
            assertThat(actual.losses.get(i)).isCloseTo(expected.losses.get(i), within(ROUNDING));
        }
    }

    private static Journal train(Recipe recipe, Path out) throws Exception {
        Journal journal = new Journal();
        try (PevlTrainer trainer = fresh(recipe)) {
            trainer.train(training, validation, out, journal);
        }
        return journal;
    }

    private static PevlTrainer fresh(Recipe recipe) {
        PevlConfig config = SceneModel.config();
        return PevlTrainer.fresh(config, SceneModel.vocabulary(), recipe);
    }

    private static Recipe recipe(int epochs, long seed) {
        return new Recipe(
                "test", epochs, 4, 2, 2e-3, 1e-4, 2e-3, 0, 1, 0.02, 1, 0.04, 0, 0.5, 10, 6, seed);
    }

    /** Writes down what a run says. */
    private static final class Journal implements TrainingProgress {
        private final List<Double> losses = new ArrayList<>();
        private final List<LogLine> logs = new ArrayList<>();
        private final List<Boolean> best = new ArrayList<>();

        @Override
        public void step(long step, long steps, double loss) {
            losses.add(loss);
        }

        @Override
        public void evaluated(LogLine log, boolean best) {
            logs.add(log);
            this.best.add(best);
        }
    }
}
