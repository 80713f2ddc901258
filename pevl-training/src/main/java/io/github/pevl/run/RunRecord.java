package io.github.pevl.run;

import com.google.gson.JsonElement;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Everything that a run was started with, stored as {@code run.json}.
 *
 * @param recipe every number of the run, the seed among them
 * @param version of this code; "development" unless it comes from a jar
 * @param start the model that the run started with; empty for a new network
 * @param training the training annotations, in the order of the recipe's data
 * @param validation the validation annotations
 */
record RunRecord(
        Recipe recipe, String version, String start, List<DataFile> training, DataFile validation) {

    /** The file. */
    static final String FILE = "run.json";

    private static final String RECIPE = "recipe";

    /**
     * Reads the file of any earlier version.
     *
     * @throws IOException if it cannot be read, or is not the record of a run
     */
    static RunRecord read(Path file) throws IOException {
        try {
            JsonElement json = JsonInput.read(file);
            if (json.isJsonObject() && json.getAsJsonObject().has(RECIPE)) {
                Recipe recipe = RecipeDraft.read(file).recipe();
                json.getAsJsonObject().add(RECIPE, RecordJson.tree(recipe));
            }
            return RecordJson.readSaved(json, file.toString(), RunRecord.class);
        } catch (NotJsonException e) {
            throw new IOException(
                    "%s is not JSON in UTF-8: line %d, %s"
                            .formatted(file, e.line(), e.getMessage()),
                    e);
        }
    }

    static RunRecord of(Recipe recipe, String start, TrainingData data) {
        return new RunRecord(
                recipe,
                RunEnvironment.codeVersion(),
                start,
                data.trainingFiles(),
                data.validationFile());
    }

    RunHistory.Origin origin() {
        List<Path> given = training.stream().map(DataFile::given).toList();
        boolean folder =
                given.stream().distinct().count() == 1
                        && training.stream().allMatch(DataFile::hasItsName);
        return new RunHistory.Origin(
                start,
                folder ? given.subList(0, 1) : training.stream().map(DataFile::file).toList(),
                validation.given(),
                Stream.concat(training.stream(), Stream.of(validation))
                        .map(DataFile::foreignImages)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }
}
