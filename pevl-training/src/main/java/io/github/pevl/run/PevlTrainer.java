package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.translate.TranslateException;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.Task;
import io.github.pevl.step.TrainingStep;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.zoo.ImportReport;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.OutputFolder;
import io.github.pevl.zoo.WeightLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network by a recipe, and writes the folder of the run: {@code run.json}, all that it was
 * made of; {@code log.jsonl}; {@code best}, the best model; {@code last}, a model and all that is
 * needed to go on.
 *
 * <p>What is drawn follows from the recipe's seed, and a run that was killed and goes on has the
 * losses, bit by bit, of one that was not, on one thread of the same machine.
 *
 * <p>With several devices each takes passes of a step; parameters are copied to all, gradients are
 * summed by DJL and divided by the passes. This cannot be tried on CPUs, which DJL takes for one.
 */
public final class PevlTrainer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PevlTrainer.class);

    private final Recipe recipe;
    private final String start;
    private final Model model;
    private final PevlBlock network;
    private final PevlTokenizer tokenizer;

    /** The run that goes on; null for a new one. */
    private final RunLock interrupted;

    private PevlTrainer(
            Recipe recipe,
            String start,
            Model model,
            PevlVocabulary vocabulary,
            RunLock interrupted) {
        this.recipe = recipe;
        this.start = start;
        this.model = model;
        this.network = (PevlBlock) model.getBlock();
        this.interrupted = interrupted;
        boolean relations = recipe.task() == Task.RELATIONS;
        tokenizer = new PevlTokenizer(relations ? vocabulary.withRelations() : vocabulary);
    }

    /** Makes a network with first values, repeatable by the recipe's seed. */
    public static PevlTrainer fresh(PevlConfig config, PevlVocabulary vocabulary, Recipe recipe) {
        PevlBlock block = new PevlBlock(config.withImageSide(recipe.imageSide()));
        Model model = model(block, recipe);
        SinusoidalInitializer.initialise(block, vocabulary, model.getNDManager());
        return new PevlTrainer(recipe, "", model, vocabulary, null);
    }

    /**
     * Goes on from a model, of any image side.
     *
     * @param folder a model, as {@link ModelFolder} writes it, or a run, whose best model is taken
     * @throws IOException if it cannot be read
     */
    public static PevlTrainer from(Path folder, Recipe recipe) throws IOException {
        String start = folder.toAbsolutePath().normalize().toString();
        return load(ModelFolder.of(folder), recipe, start, null);
    }

    /**
     * Goes on with a run that was interrupted, from its last state. Until the trainer is closed no
     * other can.
     *
     * @param run the folder of the run
     * @throws IOException if it is none, or being trained, or its state is damaged; the message
     *     says what to do
     */
    public static PevlTrainer resume(Path run) throws IOException {
        RunLock lock = RunLock.take(RunFolder.existing(run));
        try {
            lock.run().recover();
            RunRecord record = lock.run().record();
            lock.run().state(); // checked before anything is loaded
            return load(lock.run().last(), record.recipe(), record.start(), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The data of a run, read again. */
    public static TrainingData dataOf(Path run) throws IOException {
        return TrainingData.of(RunFolder.existing(run).record());
    }

    private static PevlTrainer load(Path at, Recipe recipe, String start, RunLock interrupted)
            throws IOException {
        PevlConfig config = ModelFolder.config(at).withImageSide(recipe.imageSide());
        PevlVocabulary vocabulary = ModelFolder.vocabulary(at);
        Model model = model(new PevlBlock(config), recipe);
        try (Checkpoint checkpoint = ModelFolder.weights(at)) {
            PevlBlock block = (PevlBlock) model.getBlock();
            ImportReport report = WeightLoader.loadStart(block, checkpoint, model.getNDManager());
            if (interrupted == null) {
                LOGGER.info("{}: {}", checkpoint.label(), report.summary());
            }
            return new PevlTrainer(recipe, start, model, vocabulary, interrupted);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Model model(PevlBlock block, Recipe recipe) {
        Engine.getEngine("PyTorch").setRandomSeed((int) recipe.seed());
        Model model = Model.newInstance("pevl", "PyTorch");
        model.setBlock(block);
        return model;
    }

    /** The recipe in use. */
    public Recipe recipe() {
        return recipe;
    }

    /** Values of the network, those of its twin not counted. */
    public long parameters() {
        return network.getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /**
     * Trains, to the recipe's end.
     *
     * @param data to learn and to validate on
     * @param folder of the run: new or empty; or the one that goes on
     * @param progress told of each step and evaluation
     * @return the best model's metric, 0 to 1
     * @throws IOException if a file cannot be read or written; what was saved before stays
     * @throws TranslateException if an evaluation fails
     * @throws IllegalArgumentException if the data do not fill a step
     */
    public double train(TrainingData data, Path folder, TrainingProgress progress)
            throws IOException, TranslateException {
        if (interrupted == null) {
            OutputFolder.requireNew(folder);
        }
        return use(
                data,
                progress,
                (loop, step, optimizer) ->
                        interrupted == null
                                ? loop.start(folder, RunRecord.of(recipe, start, data))
                                : resume(loop, step, optimizer));
    }

    /**
     * Makes steps as {@link #train} does, but keeps nothing, to see what they cost. The network
     * learns from them, and is of no more use.
     *
     * @param data to learn
     * @param steps 1 or more, at most those of the recipe
     * @param clock nanoseconds, as {@code System::nanoTime}, or the processor time of this thread
     * @param progress told of each step before the next begins
     * @return what they cost
     * @throws IOException if a file cannot be read
     * @throws TranslateException never; nothing is evaluated
     * @throws IllegalArgumentException if the data do not fill a step, or the recipe has fewer
     *     steps than {@code steps}
     */
    public Rehearsal rehearse(
            TrainingData data, int steps, LongSupplier clock, TrainingProgress progress)
            throws IOException, TranslateException {
        return use(data, progress, (loop, step, optimizer) -> loop.rehearse(steps, clock));
    }

    /** What is done with a loop that is ready. */
    private interface Use<T> {
        T of(TrainingLoop loop, TrainingStep step, AdamW optimizer)
                throws IOException, TranslateException;
    }

    private <T> T use(TrainingData data, TrainingProgress progress, Use<T> use)
            throws IOException, TranslateException {
        NDManager manager = model.getNDManager();
        PevlVocabulary words = tokenizer.vocabulary();
        Device[] devices = Engine.getEngine("PyTorch").getDevices(recipe.accumulationSteps());
        try (Model trained = Model.newInstance("pevl-training", "PyTorch");
                TrainingStep step =
                        new TrainingStep(
                                network, recipe.objective(), words, manager, recipe.seed());
                AdamW optimizer =
                        new AdamW(
                                manager, recipe.weightDecay(), network.getParameters().values())) {
            trained.setBlock(step.block());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(step.loss())
                            .optOptimizer(optimizer)
                            .optDevices(devices);
            try (Trainer trainer = trained.newTrainer(config)) {
                network.freezeParameters(true, p -> !step.learns(p));
                TrainedModel made = new TrainedModel(model, tokenizer, recipe, data);
                TrainingLoop loop = new TrainingLoop(made, step, trainer, optimizer, progress);
                return use.of(loop, step, optimizer);
            }
        }
    }

    private double resume(TrainingLoop loop, TrainingStep step, AdamW optimizer)
            throws IOException, TranslateException {
        RunState state = interrupted.run().state();
        try (NDManager scope = model.getNDManager().newSubManager();
                Checkpoint arrays = RunState.arrays(interrupted.run().last())) {
            NDList list = new NDList();
            for (String name : arrays.names()) {
                NDArray array = arrays.read(name, scope);
                array.setName(name);
                list.add(array);
            }
            optimizer.restore(list, state.step());
            step.restore(list);
        }
        return loop.resume(interrupted.run(), state);
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
        if (interrupted != null) {
            interrupted.close();
        }
    }
}
