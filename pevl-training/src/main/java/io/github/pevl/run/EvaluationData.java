package io.github.pevl.run;

import io.github.pevl.data.Sample;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model is evaluated on.
 *
 * @param task what is asked
 * @param samples at least one, of the task's kind
 */
public record EvaluationData(Task task, List<? extends Sample> samples) {

    /**
     * Checks that there is something.
     *
     * @throws IllegalArgumentException if there is not
     */
    public EvaluationData {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is nothing to evaluate %s on; the best model is found by it."
                            .formatted(task.label()));
        }
    }

    /**
     * Reads annotations as a model is to be asked that was trained by a recipe: without boxes, if
     * it never saw them.
     *
     * @throws IOException as {@link #read(Task, Path, Path)}
     * @throws IllegalArgumentException as {@link #read(Task, Path, Path)}
     */
    public static EvaluationData read(Recipe recipe, Path data, Path images) throws IOException {
        return of(recipe, DataFile.evaluation(recipe.task().evaluated(), data, images));
    }

    /** The same for a file that is known. */
    static EvaluationData of(Recipe recipe, DataFile file) throws IOException {
        return new EvaluationData(recipe.task(), recipe.masking().applyTo(file.read()));
    }

    /**
     * Reads annotations.
     *
     * @param data a data folder, or an annotation file in the format of the task's data
     * @param images what relative names of images are relative to; null for the folder
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with one, or images that are missing
     */
    public static EvaluationData read(Task task, Path data, Path images) throws IOException {
        DataFile file = DataFile.evaluation(task.evaluated(), data, images);
        return new EvaluationData(task, file.read());
    }

    /** The first entries alone. */
    EvaluationData first(int most) {
        return new EvaluationData(task, samples.subList(0, Math.min(most, samples.size())));
    }
}
