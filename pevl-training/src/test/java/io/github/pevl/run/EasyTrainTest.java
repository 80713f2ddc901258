package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.metric.Metric;
import ai.djl.metric.Metrics;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import io.github.pevl.data.Sample;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DJL's trainer takes the steps of a run, bit by bit, and evaluates between them. {@code
 * -Dpevl.steps=N} takes more steps.
 */
class EasyTrainTest {

    private static final int EPOCHS = 3;
    private static final int STEPS = Integer.getInteger("pevl.steps", 9);

    /** Enough for a step of two batches of two images, each about a scene of its own. */
    private static final int SCENES = 4 * ((STEPS + EPOCHS - 1) / EPOCHS);

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll
    static void draw() throws Exception {
        data = folder.resolve("scenes"); // the everyday world has data for every recipe
        SceneWriter.write(new SceneGenerator(World.everyday(), 5, 48, 6), SCENES, data, d -> {});
    }

    static List<String> recipes() {
        return RecipeDraft.names();
    }

    /** The recipe with all its losses, its augmentation and its accumulation, on tiny images. */
    private static RecipeDraft tiny(String name) throws IOException {
        RecipeDraft draft = RecipeDraft.named(name);
        Recipe full = draft.recipe();
        return draft.with("data", full.data().toString().replace("MDETR", "CAPTIONS"))
                .with("imageSide", "16")
                .with("batch", "2")
                .with("accumulationSteps", full.accumulationSteps() > 1 ? "2" : "1")
                .with("epochs", Integer.toString(EPOCHS))
                .with("objective.queueSize", full.objective().contrast() > 0 ? "6" : "0")
                .with("learningRate.peak", "3e-3")
                .with("learningRate.warmUpUnits", "1")
                .with("learningRate.unitSteps", "2")
                .with("evaluation.size", "16");
    }

    private static PevlTrainer fresh(Recipe recipe) {
        PevlVocabulary words = SceneModel.vocabulary(World.everyday());
        PevlConfig config =
                new PevlConfig(16, 8, 8, 1, 2, 8, 2, 1, 2, 12, words.size(), 96, 4, 0.1f);
        return PevlTrainer.fresh(config, words, recipe);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void fitsWithTheLossesOfARun(String name) throws Exception {
        assertFits(tiny(name).recipe());
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void fitsInBfloat16AsWell(String name) throws Exception {
        assertFits(tiny(name).with("precision", "BF16").recipe());
    }

    private static void assertFits(Recipe recipe) throws Exception {
        Outcome expected = run(recipe);
        Outcome seen = fit(recipe);
        assertThat(seen.losses).hasSizeGreaterThanOrEqualTo(STEPS).isEqualTo(expected.losses);
        assertThat(seen.weights.keySet()).isEqualTo(expected.weights.keySet());
        seen.weights.forEach(
                (key, values) -> assertThat(values).as(key).isEqualTo(expected.weights.get(key)));
    }

    /**
     * What came of training.
     *
     * @param losses by name, of each step
     * @param weights by name, at the end
     */
    private record Outcome(List<Map<String, Double>> losses, Map<String, float[]> weights) {}

    /** Just enough of the drawn samples. */
    private static TrainingData some(Recipe recipe) throws IOException {
        TrainingData all = Runs.read(recipe, data);
        int items = recipe.batch() * recipe.accumulationSteps() * ((STEPS + EPOCHS - 1) / EPOCHS);
        List<List<? extends Sample>> training = new ArrayList<>();
        for (List<? extends Sample> samples : all.training()) {
            boolean whole = recipe.textsPerImage() > 1;
            List<Sample> some = new ArrayList<>(whole ? samples : samples.subList(0, items));
            training.add(some);
        }
        return TrainingData.of(recipe, training, all.validation().samples(), all.labels());
    }

    /** By the project's own loop. */
    private static Outcome run(Recipe recipe) throws Exception {
        TrainingData read = some(recipe);
        try (PevlTrainer trainer = fresh(recipe)) {
            int steps;
            try (TrainingSession session = trainer.session(read)) {
                steps = (int) session.datasets().stepsPerEpoch() * recipe.epochs();
            }
            List<RunHistory.Step> taken =
                    trainer.rehearse(read, steps, System::nanoTime, new Runs.Silent()).steps();
            try (TrainingSession session = trainer.session(read)) {
                return new Outcome(
                        taken.stream().map(RunHistory.Step::losses).toList(), weights(session));
            }
        }
    }

    /** By DJL's. */
    private static Outcome fit(Recipe recipe) throws Exception {
        try (PevlTrainer start = fresh(recipe);
                TrainingSession session = start.session(some(recipe))) {
            Metrics metrics = new Metrics();
            try (Trainer trainer = session.model().newTrainer(session.config())) {
                trainer.setMetrics(metrics);
                EasyTrain.fit(
                        trainer, recipe.epochs(), session.trainingSet(), session.validationSet());
            }
            return new Outcome(losses(metrics, recipe.accumulationSteps()), weights(session));
        }
    }

    /** The losses of each step, which a listener finds in the trainer's metrics for each batch. */
    private static List<Map<String, Double>> losses(Metrics metrics, int batches) {
        List<Map<String, Double>> steps = new ArrayList<>();
        for (String name : List.of("masked", "position", "contrast", "matching")) {
            int batch = 0;
            for (Metric value : metrics.getMetric("loss_" + name)) {
                int step = batch++ / batches;
                if (step == steps.size()) {
                    steps.add(new LinkedHashMap<>());
                }
                double part = value.getValue().doubleValue() / batches;
                steps.get(step).merge(name, part, Double::sum);
            }
        }
        return steps;
    }

    private static Map<String, float[]> weights(TrainingSession session) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        session.trained()
                .network()
                .getParameters()
                .values()
                .forEach(p -> weights.put(p.getName(), p.getArray().toFloatArray()));
        return weights;
    }
}
