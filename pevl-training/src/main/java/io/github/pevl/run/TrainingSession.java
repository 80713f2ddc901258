package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.files.OutputFolder;
import io.github.pevl.internal.step.TrainingStep;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.TrainingPrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that DJL's trainer needs to train a model by a recipe: the model with its losses, momentum
 * encoder and queues, the configuration, and the data.
 *
 * <pre>{@code
 * try (PevlTrainer start = PevlTrainer.from(Path.of("models/pretrained"), recipe);
 *         TrainingSession session = start.session(data);
 *         Trainer trainer = session.model().newTrainer(session.config())) {
 *     EasyTrain.fit(trainer, recipe.epochs(), session.trainingSet(), session.validationSet());
 *     session.save(Path.of("models/tuned"));
 * }
 * }</pre>
 *
 * <p>{@link PevlTrainer#train} takes its steps with the same pieces, and keeps a folder of the run
 * besides. A session serves one trainer on one thread.
 */
public final class TrainingSession implements AutoCloseable {

    private final TrainedModel trained;
    private final TrainingDatasets datasets;
    private final TrainingStep step;
    private final AdamW optimizer;
    private final Model model; // whose block trainers run
    private final RecipeDataset trainingSet;
    private final RecipeDataset validationSet;
    private @Nullable Path saved;

    /**
     * Opens a session; the model stays open when it is closed.
     *
     * @throws IllegalArgumentException if the data do not fill a step
     */
    TrainingSession(TrainedModel trained) {
        this.trained = trained;
        Recipe recipe = trained.recipe();
        datasets = TrainingDatasets.of(trained);
        NDManager manager = trained.model().getNDManager();
        step =
                new TrainingStep(
                        trained.network(),
                        recipe.objective(),
                        trained.tokenizer().vocabulary(),
                        manager,
                        recipe.seed());
        step.startWithBatches(0, this::distillation);
        if (recipe().recompute()) {
            step.recompute();
        }
        if (recipe.precision() == TrainingPrecision.BF16) {
            step.multiplyInBfloat16();
        }
        optimizer =
                new AdamW(
                        manager,
                        new AdamW.Settings(
                                this::learningRate,
                                recipe.weightDecay(),
                                recipe.clipNorm(),
                                recipe.accumulationSteps()),
                        trained.network().getParameters().values());
        model = Model.newInstance("pevl-training", "PyTorch");
        model.setBlock(step.block());
        trainingSet =
                new RecipeDataset(
                        (owner, epoch) -> datasets.epoch(owner, optimizer.devices(), epoch, 0));
        validationSet = new RecipeDataset((owner, epoch) -> datasets.validation(owner));
    }

    /** The model to make trainers of. It computes the losses and answers no requests. */
    public Model model() {
        return model;
    }

    /**
     * The configuration of the recipe: losses, optimiser with its schedule, clipping and gradient
     * accumulation, as many devices as there are and a step has batches, initialisers, and the
     * listener that ends the steps. Listeners and evaluators may be added. With another optimiser
     * the recipe's clipping and accumulation are lost.
     */
    public DefaultTrainingConfig config() {
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(step.loss())
                        .optOptimizer(optimizer)
                        .optDevices(devices())
                        .addTrainingListeners(new StepListener(trained.network(), step, optimizer));
        SinusoidalInitializer.initializers(trained.tokenizer().vocabulary())
                .forEach(pair -> config.optInitializer(pair.getKey(), pair.getValue()));
        return config;
    }

    /**
     * The training data as the recipe reads them. Each pass over it is the next epoch, with random
     * numbers of its own.
     */
    public Dataset trainingSet() {
        return trainingSet;
    }

    /**
     * The first validation samples, as many as the recipe evaluates on, with masks and sentences
     * drawn once for all epochs and images as they are, in batches like those of training; samples
     * that do not fill a batch are left out.
     */
    public Dataset validationSet() {
        return validationSet;
    }

    /**
     * The learning rate of each step, for other optimisers than the recipe's. As in DJL, steps
     * count from 1.
     */
    public Tracker learningRate() {
        return step -> (float) learningRate(Math.max(0, step - 1));
    }

    /** Evaluates the model on the recipe's task, on the validation data. */
    public Report evaluate() throws IOException, TranslateException {
        return trained.evaluate();
    }

    /**
     * Writes the model as a folder that opens like any other, at the end or on the way, such as
     * after an epoch. The folder appears, or changes, only when everything is written.
     *
     * @param folder new or empty, or holds an earlier model of this session
     * @throws IOException if the folder holds something else, or the disk refuses
     */
    public void save(Path folder) throws IOException {
        if (!folder.equals(saved)) {
            OutputFolder.requireNew(folder);
        }
        AtomicFolder.write(folder, trained::write);
        saved = folder;
    }

    TrainedModel trained() {
        return trained;
    }

    Recipe recipe() {
        return trained.recipe();
    }

    TrainingDatasets datasets() {
        return datasets;
    }

    TrainingStep step() {
        return step;
    }

    AdamW optimizer() {
        return optimizer;
    }

    /** The devices that run the batches of a step. */
    Device[] devices() {
        return Engine.getEngine("PyTorch").getDevices(recipe().accumulationSteps());
    }

    /** The learning rate after some steps. */
    double learningRate(long done) {
        return recipe().learningRate(done, datasets.stepsPerEpoch());
    }

    private double distillation(long batch) {
        long perEpoch = datasets.stepsPerEpoch() * recipe().accumulationSteps();
        return recipe().distillation(
                        (int) (batch / perEpoch), (double) (batch % perEpoch) / perEpoch);
    }

    /**
     * Writes all arrays, besides the network's, that an exact resumption needs. If there are none,
     * as before the first step of some objectives, there is no file.
     */
    void writeArrays(Path file) throws IOException {
        try (NDList momentum = step.state()) {
            List<TensorData> tensors = new ArrayList<>();
            Stream.of(optimizer.state(), momentum)
                    .flatMap(NDList::stream)
                    .forEach(array -> tensors.add(TensorData.of(array.getName(), array)));
            if (!tensors.isEmpty()) {
                SafetensorsWriter.write(file, tensors, Map.of());
            }
        }
    }

    /**
     * Restores arrays.
     *
     * @param file written by {@link #writeArrays}
     * @param steps that had been taken by then
     */
    void restoreArrays(Path file, long steps) throws IOException {
        try (NDManager scope = trained.model().getNDManager().newSubManager();
                Checkpoint arrays = Checkpoint.open(file)) {
            NDList list = new NDList();
            for (String name : arrays.names()) {
                NDArray array = arrays.read(name, scope);
                array.setName(name);
                list.add(array);
            }
            optimizer.restore(list, steps);
            step.restore(list);
            step.startWithBatches(steps * recipe().accumulationSteps(), this::distillation);
        }
    }

    @Override
    public void close() {
        trainingSet.close();
        validationSet.close();
        optimizer.close();
        step.close();
        model.close();
    }
}
