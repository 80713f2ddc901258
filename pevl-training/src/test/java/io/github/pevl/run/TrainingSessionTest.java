package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.metric.Metrics;
import ai.djl.modality.cv.Image;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.tracker.Tracker;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.Sample;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of DJL's trainer sees. */
class TrainingSessionTest {

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll
    static void draw() throws Exception {
        data = Runs.data(folder.resolve("scenes"));
    }

    private static Recipe recipe() throws Exception {
        return Runs.small("scenes")
                .with("epochs", "2")
                .with("batch", "2")
                .with("accumulationSteps", "2")
                .recipe();
    }

    private static void fit(TrainingSession session, Trainer trainer) throws Exception {
        EasyTrain.fit(
                trainer, session.recipe().epochs(), session.trainingSet(), session.validationSet());
    }

    /** Counts what DJL promises to tell. */
    private static final class Counts extends TrainingListenerAdapter {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void onTrainingBegin(Trainer trainer) {
            calls.add("begin");
        }

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batch) {
            assertThat(batch.getPredictions().values()).hasSize(1);
            calls.add("batch of " + batch.getBatch().getSize());
        }

        @Override
        public void onValidationBatch(Trainer trainer, BatchData batch) {
            calls.add("validation");
        }

        @Override
        public void onEpoch(Trainer trainer) {
            calls.add("epoch");
        }

        @Override
        public void onTrainingEnd(Trainer trainer) {
            calls.add("end");
        }
    }

    @Test
    void listenersAndEvaluatorsOfUsersAreCalled() throws Exception {
        Recipe recipe = recipe();
        Counts counts = new Counts();
        Map<String, Float> evaluations;
        Metrics metrics = new Metrics();
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data))) {
            try (Trainer trainer =
                    session.model()
                            .newTrainer(
                                    session.config()
                                            .addEvaluator(new Accuracy("masks"))
                                            .addTrainingListeners(
                                                    TrainingListener.Defaults.logging())
                                            .addTrainingListeners(counts))) {
                trainer.setMetrics(metrics);
                fit(session, trainer);
                evaluations = trainer.getTrainingResult().getEvaluations();
                assertThat(trainer.getTrainingResult().getEpoch()).isEqualTo(2);
            }
        }
        // 9 images: two steps of two batches of two in each epoch, and 6 expressions to validate on
        List<String> epoch =
                List.of("batch of 2", "batch of 2", "batch of 2", "batch of 2", "validation");
        assertThat(counts.calls.get(0)).isEqualTo("begin");
        assertThat(counts.calls.subList(1, 6)).isEqualTo(epoch);
        assertThat(counts.calls).filteredOn("epoch"::equals).hasSize(2);
        assertThat(counts.calls).endsWith("epoch", "end");
        assertThat(evaluations.get("train_masks")).isBetween(0f, 1f);
        assertThat(evaluations.get("validate_masks")).isBetween(0f, 1f);
        List<Double> losses =
                metrics.getMetric("loss_position").stream()
                        .map(loss -> loss.getValue().doubleValue())
                        .toList();
        double last = losses.subList(4, 8).stream().mapToDouble(loss -> loss).sum() / 4;
        assertThat(evaluations.get("train_loss").doubleValue()).isCloseTo(last, within(1e-5));
        assertThat(evaluations.get("validate_loss")).isPositive().isFinite();
        assertThat(metrics.getMetric("gradient_norm")).hasSize(6);
    }

    @Test
    void theModelIsEvaluatedSavedAndOpened() throws Exception {
        Recipe recipe = recipe();
        Path saved = folder.resolve("saved");
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data))) {
            TrainingListenerAdapter saves =
                    new TrainingListenerAdapter() {
                        @Override
                        public void onEpoch(Trainer trainer) {
                            try {
                                session.save(saved);
                                assertThat(session.evaluate().value()).isBetween(0.0, 1.0);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        }
                    };
            try (Trainer trainer =
                    session.model().newTrainer(session.config().addTrainingListeners(saves))) {
                fit(session, trainer);
            }
        }
        Path image = data.resolve("images/000000.png");
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + saved.toAbsolutePath())
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            Image opened = ImageProcessor.open(image);
            assertThat(predictor.predict(new GroundingRequest(opened, "the square")).groundings())
                    .hasSize(1);
        }
    }

    @Test
    void foldersOfOthersAreLeftAlone() throws Exception {
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");
        Recipe recipe = recipe();
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data))) {
            assertThatThrownBy(() -> session.save(foreign)).hasMessageContaining("is not empty");
        }
        assertThat(foreign).isDirectoryContaining("glob:**thesis.txt");
    }

    @Test
    void whatAUserFreezesStaysFrozen() throws Exception {
        Recipe recipe = recipe();
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data));
                Trainer trainer = session.model().newTrainer(session.config())) {
            session.model()
                    .getBlock()
                    .freezeParameters(true, p -> p.getName().startsWith("visual_encoder."));
            Parameter frozen = parameter(session, "visual_encoder.norm.weight");
            Parameter trained = parameter(session, "text_encoder.cls.predictions.bias");
            float[] before = frozen.getArray().toFloatArray();
            float[] learnt = trained.getArray().toFloatArray();
            fit(session, trainer);
            session.evaluate();
            assertThat(frozen.requiresGradient()).isFalse();
            assertThat(trained.requiresGradient()).isTrue();
            assertThat(frozen.getArray().toFloatArray()).isEqualTo(before);
            assertThat(trained.getArray().toFloatArray()).isNotEqualTo(learnt);
        }
    }

    private static Parameter parameter(TrainingSession session, String name) {
        return session.trained().network().getParameters().get(name);
    }

    @Test
    void aLossThatIsNotFiniteEndsTrainingBeforeTheWeightsDo() throws Exception {
        Recipe recipe = recipe();
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data));
                Trainer trainer = session.model().newTrainer(session.config())) {
            Parameter bias = parameter(session, "text_encoder.cls.predictions.bias");
            bias.getArray().stopGradient().muli(0).addi(Float.NaN);
            Parameter other = parameter(session, "visual_encoder.norm.weight");
            float[] before = other.getArray().toFloatArray();
            assertThatThrownBy(() -> fit(session, trainer))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The loss became NaN at step 1");
            assertThat(other.getArray().toFloatArray()).isEqualTo(before);
        }
    }

    @Test
    void theScheduleIsATracker() throws Exception {
        Recipe recipe = recipe();
        try (PevlTrainer start = Runs.fresh(recipe);
                TrainingSession session = start.session(Runs.read(recipe, data))) {
            Tracker rate = session.learningRate();
            assertThat(rate.getNewValue(1)).isEqualTo((float) recipe.learningRate(0, 2));
            assertThat(rate.getNewValue(3)).isEqualTo((float) recipe.learningRate(2, 2));
            assertThat(rate.getNewValue(3)).isLessThan(rate.getNewValue(1));
        }
    }

    @Test
    void samplesMadeInMemoryAreTrainedOn() throws Exception {
        Recipe recipe = recipe();
        List<Sample> own = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Path image = data.resolve("images/00000%d.png".formatted(i));
            Box box = new Box(2 + i, 3, 40, 30 + i);
            String text = "thing number " + i;
            own.add(
                    new GroundingSample(
                            image,
                            text,
                            List.of(new PhraseBox(0, text.length(), box)),
                            List.of(box),
                            96,
                            96,
                            null));
        }
        TrainingData made = TrainingData.of(recipe, List.of(own), own, List.of());
        try (PevlTrainer start = Runs.fresh(recipe)) {
            assertThatThrownBy(
                            () ->
                                    start.train(
                                            made, folder.resolve("unrecorded"), new Runs.Silent()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("made in memory");
            assertThat(folder.resolve("unrecorded")).doesNotExist();
            try (TrainingSession session = start.session(made);
                    Trainer trainer = session.model().newTrainer(session.config())) {
                fit(session, trainer);
                assertThat(session.optimizer().steps()).isEqualTo(2);
            }
        }
        assertThatThrownBy(() -> TrainingData.of(recipe, List.of(own, own), own, List.of()))
                .hasMessageContaining("not 2 lists");
    }

    @Test
    void aRunIsResumedByTheTrainerAlone() throws Exception {
        Recipe recipe = recipe();
        Path run = folder.resolve("run");
        Runs.train(recipe, data, run);
        TrainingData read = PevlTrainer.dataOf(run);
        try (PevlTrainer resumed = PevlTrainer.resume(run)) {
            assertThatThrownBy(() -> resumed.session(read))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("call train");
        }
    }
}
