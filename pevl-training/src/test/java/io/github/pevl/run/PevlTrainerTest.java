package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonObject;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.metric.Comparison;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PevlTrainerTest {

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll
    static void draw() throws Exception {
        data = Runs.data(folder.resolve("scenes"));
    }

    @Test
    void aRunEvaluatesOnTheWayAndKeepsTheBestModel() throws Exception {
        Path out = folder.resolve("learnt");
        double best = Runs.train(Runs.small("scenes").with("epochs", "12").recipe(), data, out);
        // 9 images in batches of 4: two steps in each of twelve epochs.
        assertThat(Runs.log(out, "step")).hasSize(24);
        List<JsonObject> logs = Runs.log(out, "evaluation");
        assertThat(logs)
                .extracting(log -> log.get("step").getAsLong())
                .containsExactly(10L, 20L, 24L);
        double most = -1;
        for (JsonObject log : logs) {
            double accuracy = log.get("value").getAsDouble();
            assertThat(log.get("best").getAsBoolean()).isEqualTo(accuracy > most);
            most = Math.max(most, accuracy);
        }
        assertThat(best).isEqualTo(most);
        assertThat(ModelFolder.config(out.resolve("best")))
                .isEqualTo(SceneModel.config().withImageSide(48));
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"seed\": 42", "sha256");
    }

    @Test
    void theSameSeedGivesTheSameRun() throws Exception {
        List<JsonObject> one = steps("scenes-stage-one", 7, "one");
        assertThat(steps("scenes-stage-one", 7, "again")).isEqualTo(one);
        assertThat(loss(steps("scenes-stage-one", 8, "other").get(0)))
                .isNotCloseTo(loss(one.get(0)), within(1e-3));
    }

    @Test
    void aRunOnAnotherThreadIsTheSame() throws Exception {
        // DJL switches gradient mode off on the thread that starts the engine, and on no other.
        List<JsonObject> here = steps("scenes", 7, "here");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<List<JsonObject>> there = thread.submit(() -> steps("scenes", 7, "there"));
            assertThat(there.get()).isEqualTo(here);
        } finally {
            thread.shutdown();
        }
    }

    /** By a clock that moves on a millisecond whenever it is asked. */
    @Test
    void aRehearsalMakesTheStepsOfARun() throws Exception {
        Recipe recipe = Runs.small("scenes").recipe();
        Path out = folder.resolve("performed");
        Runs.train(recipe, data, out);
        AtomicLong millis = new AtomicLong();
        PevlTrainer.Rehearsal rehearsal;
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            rehearsal =
                    trainer.rehearse(
                            Runs.read(recipe, data),
                            3,
                            () -> millis.incrementAndGet() * 1_000_000,
                            new Runs.Silent());
        }
        List<RunHistory.Step> steps = rehearsal.steps();
        assertThat(steps)
                .extracting(RunHistory.Step::loss)
                .isEqualTo(
                        Runs.log(out, "step").subList(0, 3).stream()
                                .map(PevlTrainerTest::loss)
                                .toList());
        assertThat(rehearsal.preparation()).isEqualTo(1);
        assertThat(steps.get(2).epoch()).as("two steps an epoch").isEqualTo(1);
        assertThat(steps.get(2).milliseconds())
                .isEqualTo(
                        Map.of(
                                "data",
                                1.0,
                                "forward",
                                1.0,
                                "backward",
                                1.0,
                                "optimizer",
                                1.0,
                                "step",
                                5.0));
    }

    /** Every text has as many open slots, so that the mean of two halves is the mean of all. */
    @Test
    void twoPassesAreLikeOneOfTwiceTheBatch() throws Exception {
        RecipeDraft all = Runs.small("scenes").with("masking.boxes", "ALL").with("epochs", "1");
        Path whole = folder.resolve("whole");
        Runs.train(all.recipe(), data, whole);
        Path halves = folder.resolve("halves");
        Runs.train(all.with("batch", "2").with("accumulationSteps", "2").recipe(), data, halves);
        JsonObject one = Runs.log(whole, "step").get(0);
        JsonObject two = Runs.log(halves, "step").get(0);
        assertThat(loss(two)).isCloseTo(loss(one), within(1e-5));
        assertThat(two.get("gradientNorm").getAsDouble())
                .isCloseTo(one.get("gradientNorm").getAsDouble(), within(1e-4));
        assertThat(loss(Runs.log(halves, "step").get(1)))
                .isCloseTo(loss(Runs.log(whole, "step").get(1)), within(1e-3));
    }

    /** As the log says, so says whoever opens the model by its folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "scenes-expressions",
                "scenes-phrases",
                "scenes-relations",
                "scenes-choices",
                "scenes-answers"
            })
    void everyTaskTrainsAndItsModelOpens(String name) throws Exception {
        Recipe recipe = Runs.small(name).with("epochs", "1").recipe();
        Path out = folder.resolve(name);
        double best = Runs.train(recipe, data, out);
        Deque<ZooModel<?, ?>> models = new ArrayDeque<>();
        EvaluationData some = EvaluationData.read(Tasks.named(recipe.task()), data, null).first(6);
        Evaluation.Predictors opened =
                new Evaluation.Predictors() {
                    @Override
                    public <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer)
                            throws IOException {
                        ZooModel<I, O> model = PevlTrainerTest.open(out, request, answer);
                        models.push(model);
                        return model.newPredictor();
                    }
                };
        Comparison comparison = Evaluation.compare(opened, opened, some, done -> {});
        models.forEach(ZooModel::close);
        Report report = comparison.model();
        assertThat(comparison.other()).isEqualTo(report);
        assertThat(comparison.share()).isEqualTo(1);
        assertThat(comparison.answers()).isGreaterThanOrEqualTo(report.overall().count());
        assertThat(report.value()).isEqualTo(best);
        assertThat(Files.readString(out.resolve("best/serving.properties")))
                .contains("task=" + recipe.task());
    }

    /** The run's own evaluation, too: what it is asked has no box. */
    @Test
    void questionsAreLearntAndAskedWithoutBoxes() throws Exception {
        Recipe recipe =
                Runs.small("scenes-answers")
                        .with("masking.boxes", "UNWRITTEN")
                        .with("epochs", "1")
                        .recipe();
        Path out = folder.resolve("boxless");
        Runs.train(recipe, data, out);
        assertThat(Runs.read(recipe, data).validation().samples())
                .isEqualTo(
                        EvaluationData.read(Tasks.ANSWERS, data, null, recipe.masking()).samples())
                .isEqualTo(RunHistory.read(out).validation().samples())
                .hasSameSizeAs(EvaluationData.read(Tasks.ANSWERS, data, null).samples())
                .allSatisfy(asked -> assertThat(((AnswerSample) asked).phraseBoxes()).isEmpty());
    }

    private static <I, O> ZooModel<I, O> open(Path run, Class<I> request, Class<O> answer)
            throws IOException {
        try {
            return Criteria.builder()
                    .setTypes(request, answer)
                    .optModelUrls("pevl://" + run.toAbsolutePath())
                    .build()
                    .loadModel();
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IOException(e);
        }
    }

    @Test
    void leavesFoldersOfOthersAloneBeforeItTrains() throws Exception {
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> Runs.train(Runs.small("scenes").recipe(), data, foreign))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("foreign is not empty");
        assertThat(foreign.resolve("thesis.txt")).hasContent("years of work");
        assertThat(foreign.resolve("last")).doesNotExist();
    }

    @Test
    void saysWhichImageCannotBeRead() throws Exception {
        Path broken = Runs.data(folder.resolve("broken"));
        Recipe recipe = Runs.small("scenes").recipe();
        TrainingData read = Runs.read(recipe, broken);
        for (int i = 0; i < 9; i++) {
            Files.writeString(broken.resolve("images/00000%d.png".formatted(i)), "damaged");
        }
        try (PevlTrainer trainer = Runs.fresh(recipe)) {
            Path out = folder.resolve("unread");
            assertThatThrownBy(() -> trainer.train(read, out, new Runs.Silent()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(".png");
        }
    }

    @Test
    void goesOnFromARunWithWhatItHasLearnt() throws Exception {
        Path first = folder.resolve("first");
        Runs.train(Runs.small("scenes").with("epochs", "12").recipe(), data, first);
        Path second = folder.resolve("second");
        Recipe next = Runs.small("scenes").with("imageSide", "36").recipe();
        try (PevlTrainer trainer = PevlTrainer.from(first, next)) {
            trainer.train(Runs.read(next, data), second, new Runs.Silent());
        }
        assertThat(loss(Runs.log(second, "step").get(0)))
                .isLessThan(loss(Runs.log(first, "step").get(0)) - 0.1);
    }

    @Test
    void saysThatTheDataDoNotFillAStep() {
        Recipe recipe;
        try {
            recipe =
                    Runs.small("scenes").with("batch", "5").with("accumulationSteps", "2").recipe();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(() -> Runs.train(recipe, data, folder.resolve("none")))
                .hasMessageContaining("[9] items do not fill a step of 2 batches of 5");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static double loss(JsonObject step) {
        return step.get("loss").getAsDouble();
    }

    private static List<JsonObject> steps(String recipe, int seed, String name) throws Exception {
        Path out = folder.resolve(name);
        Runs.train(Runs.small(recipe).with("seed", Integer.toString(seed)).recipe(), data, out);
        return Runs.log(out, "step");
    }
}
