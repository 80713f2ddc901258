package io.github.pevl.run;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.files.OutputFolder;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.metric.Report;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.Tuning;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network by a recipe, and writes the folder of the run: {@code run.json}, everything that
 * the run was started with; {@code log.jsonl}; {@code best}, the best model; {@code last}, a model
 * and the state to resume from.
 *
 * <p>All random numbers follow from the recipe's seed. A run that was killed and resumed has the
 * same losses, bit by bit, as one that was not, on one thread of the same machine.
 *
 * <p>With several devices, each takes some of the batches of a step; parameters are copied to all,
 * DJL sums the gradients, and the optimiser divides them by the number of batches. This cannot be
 * tried on CPUs, which DJL counts as one device.
 *
 * <p>{@link #session} opens the same steps to DJL's own {@code Trainer} and {@code EasyTrain}.
 */
public final class PevlTrainer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PevlTrainer.class);

    private final Recipe recipe;
    private final String start;
    private final Model model;
    private final PevlBlock network;
    private final PevlTokenizer tokenizer;

    private boolean tensorBoard;

    /** The run to resume, locked; null for a new run. */
    private final @Nullable RunLock interrupted;

    private PevlTrainer(
            Recipe recipe,
            String start,
            Model model,
            PevlVocabulary vocabulary,
            @Nullable RunLock interrupted) {
        this.recipe = recipe;
        this.start = start;
        this.model = model;
        this.network = (PevlBlock) model.getBlock();
        this.interrupted = interrupted;
        tokenizer = new PevlTokenizer(Tasks.named(recipe.task()).vocabulary(vocabulary));
    }

    /**
     * Starts with a new network, whose initial values follow from the recipe's seed.
     *
     * @throws IllegalArgumentException if the recipe trains adapters, which need a model
     */
    public static PevlTrainer fresh(PevlConfig config, PevlVocabulary vocabulary, Recipe recipe) {
        if (recipe.tuning() != Tuning.FULL) {
            throw new IllegalArgumentException(
                    "tuning is %s, which changes little of a model that has learnt; start from one, or set tuning to FULL for a new network."
                            .formatted(recipe.tuning()));
        }
        PevlBlock block = new PevlBlock(config.withImageSide(recipe.imageSide()));
        Model model = model(block, recipe);
        SinusoidalInitializer.initialise(block, vocabulary, model.getNDManager());
        return new PevlTrainer(recipe, "", model, vocabulary, null);
    }

    /**
     * Starts with a model, of any image side.
     *
     * @param folder a model, as {@link ModelFolder} writes it, or a run, whose best model is used
     * @throws IOException if it cannot be read
     */
    public static PevlTrainer from(Path folder, Recipe recipe) throws IOException {
        String start = folder.toAbsolutePath().normalize().toString();
        return load(ModelFolder.of(folder), recipe, start, null);
    }

    /**
     * Resumes an interrupted run from its last state. Until this trainer is closed, no other can
     * resume it.
     *
     * @param run the folder of the run
     * @throws IOException if it is no run, is being trained, or its state is damaged; the message
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

    /** Reads the data of a run again. */
    public static TrainingData dataOf(Path run) throws IOException {
        return TrainingData.of(RunFolder.existing(run).record());
    }

    private static PevlTrainer load(
            Path folder, Recipe recipe, String start, @Nullable RunLock interrupted)
            throws IOException {
        PevlConfig config = ModelFolder.config(folder).withImageSide(recipe.imageSide());
        PevlVocabulary vocabulary = ModelFolder.vocabulary(folder);
        Model model = model(new PevlBlock(config, added(recipe)), recipe);
        try (Checkpoint checkpoint = ModelFolder.weights(folder)) {
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

    private static AddedParameters added(Recipe recipe) {
        return switch (recipe.tuning()) {
            case FULL -> AddedParameters.NONE;
            case LORA -> AddedParameters.adapters(recipe.rank());
            case PROMPT -> AddedParameters.prompt(recipe.promptTokens());
        };
    }

    private static Model model(PevlBlock block, Recipe recipe) {
        Engine.getEngine("PyTorch").setRandomSeed((int) recipe.seed());
        Model model = Model.newInstance("pevl", "PyTorch");
        model.setBlock(block);
        return model;
    }

    /**
     * From now on, {@link #train} writes a log for TensorBoard into the run's folder as well. A run
     * that has one keeps it up when it is resumed.
     */
    public PevlTrainer withTensorBoard() {
        tensorBoard = true;
        return this;
    }

    /** The recipe in use. */
    public Recipe recipe() {
        return recipe;
    }

    /** The number of parameters of the network, without the momentum encoder. */
    public long parameters() {
        return network.getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /** The number of parameters that the recipe trains, of {@link #parameters()}. */
    public long trainedParameters() {
        return network.getParameters().values().stream()
                .filter(p -> network.added().trains(p.getName()))
                .mapToLong(p -> p.getShape().size())
                .sum();
    }

    /**
     * Evaluates the network as it is now, such as before training: on the recipe's task and the
     * first validation samples, as training does.
     *
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the evaluation fails
     */
    public Report evaluate(TrainingData data) throws IOException, TranslateException {
        return new TrainedModel(model, tokenizer, recipe, data).evaluate();
    }

    /**
     * Trains to the end of the recipe.
     *
     * @param data to learn and to validate on
     * @param folder of the run: new or empty; ignored when a run is resumed
     * @param progress told of each step and evaluation
     * @return the metric of the best model, 0 to 1
     * @throws IOException if a file cannot be read or written; what was saved before stays
     * @throws TranslateException if an evaluation fails
     * @throws IllegalArgumentException if the data do not fill a step, or were made in memory
     */
    public double train(TrainingData data, Path folder, TrainingProgress progress)
            throws IOException, TranslateException {
        if (interrupted == null) {
            data.validationFile(); // refuses data that a run cannot record
            OutputFolder.requireNew(folder);
        }
        try (TrainingSession session = open(data);
                TrainingLoop loop = new TrainingLoop(session, System::nanoTime);
                RunRecorder recorder =
                        interrupted == null
                                ? RunRecorder.start(
                                        session,
                                        folder,
                                        RunRecord.of(recipe, start, data),
                                        loop.steps(),
                                        progress)
                                : RunRecorder.resume(
                                        session, interrupted.run(), loop.steps(), progress)) {
            if (tensorBoard) {
                recorder.withTensorBoard();
            }
            loop.run(recorder.stepsTaken(), loop.steps(), recorder);
            return recorder.end();
        }
    }

    /**
     * The cost of steps, measured without keeping their result.
     *
     * @param steps the log entry of each step
     * @param preparation milliseconds that one thread takes to prepare the images and texts of a
     *     step, the median. In a run, background threads do this; {@code data} of a step is the
     *     work that remains and, by the wall clock, the time spent waiting for them
     */
    public record Rehearsal(List<RunHistory.Step> steps, double preparation) {

        /** Copies the list. */
        public Rehearsal {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Takes steps as {@link #train} does, but keeps nothing, to see what they cost. The network
     * learns from them, so the trainer must not be used afterwards.
     *
     * @param data to learn
     * @param steps 1 or more, at most those of the recipe
     * @param clock nanoseconds, as {@code System::nanoTime}, or the processor time of this thread
     * @param progress told of each step before the next one
     * @return what they cost
     * @throws IOException if a file cannot be read
     * @throws TranslateException never; nothing is evaluated
     * @throws IllegalArgumentException if the data do not fill a step, or the recipe has fewer
     *     steps than {@code steps}
     */
    public Rehearsal rehearse(
            TrainingData data, int steps, LongSupplier clock, TrainingProgress progress)
            throws IOException, TranslateException {
        try (TrainingSession session = open(data)) {
            return StepCosts.of(session, steps, clock, progress);
        }
    }

    /**
     * Opens what DJL's own trainer needs to train the network by the recipe. Close it before this
     * trainer.
     *
     * @param data to learn and to validate on
     * @throws IllegalArgumentException if the data do not fill a step
     * @throws IllegalStateException if this trainer resumes a run, which only {@link #train} does
     */
    public TrainingSession session(TrainingData data) {
        if (interrupted != null) {
            throw new IllegalStateException(
                    "This trainer resumes the run %s; call train, or start from its model with PevlTrainer.from."
                            .formatted(interrupted.run()));
        }
        return open(data);
    }

    private TrainingSession open(TrainingData data) {
        return new TrainingSession(new TrainedModel(model, tokenizer, recipe, data));
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
