package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Batches;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.Masking;
import io.github.pevl.data.PevlDataset;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.image.Filter;
import io.github.pevl.image.PictureReader;
import io.github.pevl.json.RecordJson;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.objective.PositionLoss;
import io.github.pevl.recipe.CosineSchedule;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import io.github.pevl.translate.GroundingTranslator;
import io.github.pevl.translate.PevlInput;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.WeightLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The training loop: teaches a network to write positions, evaluates on the way, and keeps the best
 * model in a folder.
 */
public final class PevlTrainer implements AutoCloseable {

    private static final int SMOOTHING_STEPS = 100;

    /** Of image-text contrast and matching, which this objective does not touch. */
    private static final Set<String> UNUSED =
            Set.of(
                    "temp",
                    "vision_proj.weight",
                    "vision_proj.bias",
                    "text_proj.weight",
                    "text_proj.bias",
                    "itm_head.weight",
                    "itm_head.bias");

    private final Model model;
    private final PevlBlock block;
    private final PevlTokenizer tokenizer;
    private final Recipe recipe;

    private PevlTrainer(Model model, PevlBlock block, PevlVocabulary vocabulary, Recipe recipe) {
        this.model = model;
        this.block = block;
        this.recipe = recipe;
        model.setBlock(block);
        tokenizer = new PevlTokenizer(vocabulary);
    }

    /** Makes a network with first values, repeatable by the recipe's seed. */
    public static PevlTrainer fresh(PevlConfig config, PevlVocabulary vocabulary, Recipe recipe) {
        Model model = Model.newInstance("pevl", "PyTorch");
        PevlTrainer trainer = new PevlTrainer(model, new PevlBlock(config), vocabulary, recipe);
        Engine.getEngine("PyTorch").setRandomSeed((int) recipe.seed());
        FreshStart.initialise(trainer.block, vocabulary, model.getNDManager());
        return trainer;
    }

    /**
     * Goes on from a model.
     *
     * @param folder a model, as {@link ModelFolder} writes it
     * @throws IOException if it cannot be read
     */
    public static PevlTrainer from(Path folder, Recipe recipe) throws IOException {
        PevlBlock block = new PevlBlock(ModelFolder.config(folder));
        PevlVocabulary vocabulary = ModelFolder.vocabulary(folder);
        Model model = Model.newInstance("pevl", "PyTorch");
        try (Checkpoint checkpoint = ModelFolder.weights(folder)) {
            WeightLoader.load(block, checkpoint, model.getNDManager());
            Engine.getEngine("PyTorch").setRandomSeed((int) recipe.seed());
            return new PevlTrainer(model, block, vocabulary, recipe);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Trains.
     *
     * @param training sentences with boxes to learn
     * @param validation expressions with one box each, to find the best model by
     * @param folder takes the best model
     * @param progress told of each step and evaluation
     * @return the accuracy of the best model on {@code validation}, 0 to 1
     * @throws IOException if a file cannot be read or written
     * @throws TranslateException if a batch cannot be made
     */
    public double train(
            List<GroundingSample> training,
            List<GroundingSample> validation,
            Path folder,
            TrainingProgress progress)
            throws IOException, TranslateException {
        if (validation.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no expression to validate on; the best model is found by them.");
        }
        ModelFolder.checkTarget(folder);
        PevlDataset dataset = dataset(training);
        PositionLoss loss =
                new PositionLoss(
                        (int) tokenizer.vocabulary().firstPositionId(), recipe.positionDecay());
        try (AdamW optimizer = new AdamW(model.getNDManager(), recipe.weightDecay());
                Trainer trainer =
                        model.newTrainer(
                                new DefaultTrainingConfig(loss)
                                        .optOptimizer(optimizer)
                                        .optDevices(
                                                new Device[] {model.getNDManager().getDevice()}))) {
            block.freezeParameters(true, p -> !learns(p));
            return new Run(trainer, optimizer, dataset, validation, folder, progress).go();
        }
    }

    private PevlDataset dataset(List<GroundingSample> training) {
        return PevlDataset.builder()
                .setSamples(training)
                .setTokenizer(tokenizer)
                .setImageSide(block.config().imageSide())
                .optBatch(recipe.batch())
                .optTextsPerImage(recipe.textsPerImage())
                .optMaxTokens(
                        Math.min(GroundingTranslator.MAX_TOKENS, block.config().maxPositions()))
                .setMasking(new Masking(0, Masking.Boxes.SOME, 0))
                .setAugmentation(new Augmentation(1, List.of(), 1, 1, recipe.flip(), false))
                .optSeed(recipe.seed())
                .build();
    }

    private static boolean learns(Parameter parameter) {
        return !UNUSED.contains(parameter.getName());
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }

    /** One run of the recipe. */
    private final class Run {
        private final Trainer trainer;
        private final AdamW optimizer;
        private final PevlDataset dataset;
        private final List<GroundingSample> validation;
        private final Path folder;
        private final TrainingProgress progress;
        private final long begin = System.nanoTime();
        private final CosineSchedule schedule = recipe.schedule();
        private long step;
        private double smoothLoss;
        private double best = -1;

        Run(
                Trainer trainer,
                AdamW optimizer,
                PevlDataset dataset,
                List<GroundingSample> validation,
                Path folder,
                TrainingProgress progress) {
            this.trainer = trainer;
            this.optimizer = optimizer;
            this.dataset = dataset;
            int size = Math.min(validation.size(), recipe.evaluationSize());
            this.validation = validation.subList(0, size);
            this.folder = folder;
            this.progress = progress;
        }

        double go() throws IOException, TranslateException {
            long stepsPerEpoch = dataset.size() / recipe.batch();
            if (stepsPerEpoch == 0) {
                throw new IllegalArgumentException(
                        "%d pictures do not fill a batch of %d; lower the batch or add pictures."
                                .formatted(dataset.size(), recipe.batch()));
            }
            long steps = stepsPerEpoch * recipe.epochs();
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                long inEpoch = 0;
                try (Batches batches =
                        dataset.batches(
                                trainer.getManager(), epoch, 0, recipe.fullMaskShare(epoch))) {
                    for (Batch batch : batches) {
                        optimizer.setLearningRate(schedule.rate(epoch, inEpoch++));
                        learn(batch);
                        progress.step(step, steps, smoothLoss);
                        if (step % recipe.evaluateEvery() == 0 || step == steps) {
                            evaluate(epoch, schedule.rate(epoch, inEpoch - 1));
                        }
                    }
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
            return best;
        }

        private void learn(Batch batch) {
            try (batch) {
                float value;
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList scores = trainer.forward(asked(batch));
                    NDArray loss =
                            trainer.getLoss()
                                    .evaluate(new NDList(batch.getLabels().head()), scores);
                    collector.backward(loss);
                    value = loss.getFloat();
                }
                if (!Float.isFinite(value)) {
                    throw new IllegalStateException(
                            "The loss became %s at step %d; lower the learning rate."
                                    .formatted(value, step + 1));
                }
                GradientClip.clip(block, trainer.getManager(), recipe.clipNorm());
                trainer.step();
                step++;
                // The mean of the first hundred steps, then one that slowly forgets.
                smoothLoss += (value - smoothLoss) / Math.min(step, SMOOTHING_STEPS);
            }
        }

        private static NDList asked(Batch batch) {
            TrainingInput input = TrainingInput.of(batch.getData());
            return new PevlInput(
                            input.images(),
                            input.counts(),
                            input.hiddenIds(),
                            input.mask(),
                            input.slots(),
                            batch.getManager().create(new Shape(0), DataType.INT64))
                    .toList();
        }

        private void evaluate(int epoch, double rate) throws IOException, TranslateException {
            PictureReader pictures = new PictureReader(block.config().imageSide(), Filter.BICUBIC);
            int maxTokens = Math.min(GroundingTranslator.MAX_TOKENS, block.config().maxPositions());
            GroundingReport report;
            block.freezeParameters(true); // else gradient mode of this thread would build graphs
            try (Predictor<GroundingRequest, GroundingResult> predictor =
                    model.newPredictor(new GroundingTranslator(tokenizer, pictures, maxTokens))) {
                report = GroundingEvaluation.run(predictor, validation, done -> {});
            } finally {
                block.freezeParameters(false, PevlTrainer::learns);
            }
            boolean better = report.overall().accuracy() > best;
            if (better) {
                best = report.overall().accuracy();
                Map<String, String> extra = Map.of("run.json", RecordJson.write(recipe));
                ModelFolder.write(folder, block, tokenizer.vocabulary(), extra);
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            progress.evaluated(
                    new TrainingProgress.LogLine(
                            epoch + 1, step, rate, smoothLoss, elapsed, report),
                    better);
        }
    }
}
