package io.github.pevl.run;

import io.github.pevl.recipe.Recipe;
import java.util.List;

/**
 * Everything that a run was made of, kept as {@code run.json}.
 *
 * @param recipe every number of it, the seed among them
 * @param version of this code; "development" where it does not come from a jar
 * @param start the model that it began with; empty for a new network
 * @param training the annotations, in the order of the recipe's data
 * @param validation what models are compared by
 */
record RunRecord(
        Recipe recipe, String version, String start, List<DataFile> training, DataFile validation) {

    /** The file. */
    static final String FILE = "run.json";

    static RunRecord of(Recipe recipe, String start, TrainingData data) {
        String version = RunRecord.class.getPackage().getImplementationVersion();
        return new RunRecord(
                recipe,
                version == null ? "development" : version,
                start,
                data.trainingFiles(),
                data.validationFile());
    }
}
