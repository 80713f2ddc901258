package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.data.GroundingAnnotations;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.zoo.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PevlTrainerTest {

    @TempDir static Path folder;
    private static List<GroundingSample> training;
    private static List<GroundingSample> validation;

    @BeforeAll
    static void draw() throws Exception {
        Path data = folder.resolve("scenes");
        SceneWriter.write(new SceneGenerator(5), 9, data, done -> {});
        training = GroundingAnnotations.readTraining(data.resolve("train.json"), data);
        validation = GroundingAnnotations.readEvaluation(data.resolve("eval.json"), data);
    }

    @Test
    void aRunEvaluatesOnTheWayAndKeepsAModel() throws Exception {
        Path out = folder.resolve("learnt");
        Journal journal = train(recipe(12, 42), out);
        // 9 pictures in batches of 4: two steps in each of twelve epochs.
        assertThat(journal.losses).hasSize(24);
        assertThat(journal.logs).extracting(log -> log.step()).containsExactly(10L, 20L, 24L);
        assertThat(journal.logs.get(0).report().overall().count()).isEqualTo(6);
        assertThat(ModelFolder.config(out)).isEqualTo(SceneModel.config());
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"seed\": 42");
    }

    @Test
    void theSameSeedGivesTheSameRun() throws Exception {
        Journal one = train(recipe(3, 7), folder.resolve("one"));
        Journal again = train(recipe(3, 7), folder.resolve("again"));
        Journal other = train(recipe(3, 8), folder.resolve("other"));
        assertThat(again.losses).isEqualTo(one.losses);
        assertThat(other.losses).isNotEqualTo(one.losses);
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

        @Override
        public void step(long step, long steps, double loss) {
            losses.add(loss);
        }

        @Override
        public void evaluated(LogLine log, boolean best) {
            logs.add(log);
        }
    }
}
