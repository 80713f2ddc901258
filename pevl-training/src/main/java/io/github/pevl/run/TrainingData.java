package io.github.pevl.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.data.Sample;
import io.github.pevl.json.JsonInput;
import io.github.pevl.json.NotJsonException;
import io.github.pevl.recipe.Corpus;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run learns from and is validated on, read and checked. */
public final class TrainingData {

    private final List<DataFile> trainingFiles;
    private final DataFile validationFile;
    private final List<List<? extends Sample>> training = new ArrayList<>();
    private final EvaluationData validation;
    private final List<String> predicates;
    private final List<String> answers;

    private TrainingData(Recipe recipe, List<DataFile> trainingFiles, DataFile validationFile)
            throws IOException {
        this.trainingFiles = List.copyOf(trainingFiles);
        this.validationFile = validationFile;
        for (DataFile file : trainingFiles) {
            training.add(file.read());
        }
        validation = EvaluationData.of(recipe, validationFile);
        predicates =
                validationFile.corpus() == Corpus.RELATIONS
                        ? validationFile.dictionary().predicates()
                        : List.of();
        answers =
                validationFile.corpus() == Corpus.QUESTIONS
                        ? texts(validationFile.beside(DataFile.ANSWERS))
                        : List.of();
    }

    /**
     * Reads the data of a recipe.
     *
     * @param data a data folder, which has all that the recipe learns from, or an annotation file
     *     for each, in the recipe's order
     * @param validation a data folder, or an annotation file
     * @param images what relative names of images are relative to; null for the folder of each file
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with one, images that are missing, or
     *     how many files are due
     */
    public static TrainingData read(Recipe recipe, List<Path> data, Path validation, Path images)
            throws IOException {
        int due = recipe.data().size();
        if (data.size() != 1 && data.size() != due) {
            throw new IllegalArgumentException(
                    "The recipe %s learns from %s; give one folder for all, or a file for each, not %d."
                            .formatted(recipe.name(), recipe.data(), data.size()));
        }
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < due; i++) {
            Path path = data.get(data.size() == 1 ? 0 : i);
            files.add(DataFile.training(recipe.data().get(i), path, images));
        }
        return new TrainingData(
                recipe, files, DataFile.evaluation(recipe.task().evaluated(), validation, images));
    }

    /** Reads the data of a run again, and checks that they have not changed. */
    static TrainingData of(RunRecord run) throws IOException {
        for (DataFile file : run.training()) {
            file.requireUnchanged();
        }
        run.validation().requireUnchanged();
        return new TrainingData(run.recipe(), run.training(), run.validation());
    }

    private static List<String> texts(Path json) throws IOException {
        try {
            JsonElement root = JsonInput.read(json);
            return root.isJsonObject()
                    ? numbered(root.getAsJsonObject())
                    : root.getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList();
        } catch (NotJsonException e) {
            throw new IllegalArgumentException(e.in(json.toString()), e);
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    json
                            + " is not the list of answers: a JSON list of texts is needed, or an"
                            + " object that numbers them from \"0\".",
                    e);
        }
    }

    /** The original's file: {"0": "yes", "1": "no", ...}. */
    private static List<String> numbered(JsonObject byNumber) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < byNumber.size(); i++) {
            JsonElement text = byNumber.get(String.valueOf(i));
            if (text == null) {
                throw new IllegalStateException("There is no \"%d\".".formatted(i));
            }
            texts.add(text.getAsString());
        }
        return texts;
    }

    List<DataFile> trainingFiles() {
        return trainingFiles;
    }

    DataFile validationFile() {
        return validationFile;
    }

    /** The samples to learn, in the order of the recipe's data. */
    List<List<? extends Sample>> training() {
        return training;
    }

    EvaluationData validation() {
        return validation;
    }

    /** What relations may be called; empty for other tasks. */
    List<String> predicates() {
        return predicates;
    }

    /** What questions may be answered by; empty for other tasks. */
    List<String> answers() {
        return answers;
    }
}
