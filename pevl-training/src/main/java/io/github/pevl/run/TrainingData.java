package io.github.pevl.run;

import io.github.pevl.data.Corpus;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The training and validation data of a run, read and checked. */
public final class TrainingData {

    private final List<DataFile> trainingFiles;
    private final @Nullable DataFile validationFile; // null if the samples were made in memory
    private final List<List<? extends Sample>> training = new ArrayList<>();
    private final EvaluationData validation;
    private final List<String> labels;

    private TrainingData(Recipe recipe, List<DataFile> trainingFiles, DataFile validationFile)
            throws IOException {
        this.trainingFiles = List.copyOf(trainingFiles);
        this.validationFile = validationFile;
        for (DataFile file : trainingFiles) {
            training.add(file.read());
        }
        validation = validationFile.read(recipe);
        labels = validationFile.corpus().labels(validationFile.file());
    }

    /**
     * Reads the data of a recipe.
     *
     * @param data a data folder with all corpora of the recipe, or an annotation file for each, in
     *     the recipe's order
     * @param validation a data folder, or an annotation file
     * @param images base of relative image paths; null for the folder of each file
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with a file, missing images, or the
     *     number of files that is needed
     */
    public static TrainingData read(
            Recipe recipe, List<Path> data, Path validation, @Nullable Path images)
            throws IOException {
        int count = recipe.data().size();
        if (data.size() != 1 && data.size() != count) {
            throw new IllegalArgumentException(
                    "The recipe %s learns from %s; give one folder for all, or a file for each, not %d."
                            .formatted(recipe.name(), recipe.data(), data.size()));
        }
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path path = data.get(data.size() == 1 ? 0 : i);
            files.add(DataFile.training(recipe.data().get(i), path, images));
        }
        return new TrainingData(recipe, files, DataFile.validation(recipe, validation, images));
    }

    private TrainingData(
            List<? extends List<? extends Sample>> training,
            EvaluationData validation,
            List<String> labels) {
        trainingFiles = List.of();
        validationFile = null;
        this.training.addAll(training);
        this.validation = validation;
        this.labels = List.copyOf(labels);
    }

    /**
     * Samples that were made in memory, from a database, say. {@link TrainingSession} trains on
     * them; the folder of a run cannot record them.
     *
     * @param training the samples of each corpus of the recipe, in the recipe's order
     * @param validation samples of the recipe's task, at least one
     * @param labels what the model chooses from: predicates of relations, or answers; empty for
     *     other tasks
     * @throws IllegalArgumentException if there is another number of corpora, or nothing to
     *     validate on
     */
    public static TrainingData of(
            Recipe recipe,
            List<? extends List<? extends Sample>> training,
            List<? extends Sample> validation,
            List<String> labels) {
        requireCount(recipe, training.size());
        List<? extends Sample> asked = recipe.masking().applyTo(validation);
        EvaluationData data = new EvaluationData(Tasks.named(recipe.task()), asked);
        return new TrainingData(training, data, labels);
    }

    private static void requireCount(Recipe recipe, int count) {
        if (count != recipe.data().size()) {
            throw new IllegalArgumentException(
                    "The recipe %s learns from %s; give samples for each, not %d lists."
                            .formatted(recipe.name(), recipe.data(), count));
        }
    }

    /** Reads the data of a run again, and checks that they have not changed. */
    static TrainingData of(RunRecord run) throws IOException {
        for (DataFile file : run.training()) {
            file.requireUnchanged();
        }
        run.validation().requireUnchanged();
        return new TrainingData(run.recipe(), run.training(), run.validation());
    }

    List<DataFile> trainingFiles() {
        return trainingFiles;
    }

    /**
     * The file to validate on.
     *
     * @throws IllegalArgumentException if the samples were made in memory
     */
    DataFile validationFile() {
        if (validationFile == null) {
            throw new IllegalArgumentException(
                    "The samples were made in memory, so that a run could not be resumed; write them to annotation files, or train with PevlTrainer.session and DJL's EasyTrain.");
        }
        return validationFile;
    }

    /** The training samples, in the order of the recipe's data. */
    List<List<? extends Sample>> training() {
        return training;
    }

    EvaluationData validation() {
        return validation;
    }

    /**
     * The predicates or answers that the model chooses from in a task that it is not evaluated on;
     * empty if it does not learn that task.
     */
    List<String> labels(Corpus corpus) throws IOException {
        for (DataFile file : trainingFiles) {
            if (file.corpus() == corpus) {
                return corpus.labels(file.file());
            }
        }
        return List.of();
    }

    /** The predicates or answers that the model chooses from; empty for other tasks. */
    List<String> labels() {
        return labels;
    }
}
