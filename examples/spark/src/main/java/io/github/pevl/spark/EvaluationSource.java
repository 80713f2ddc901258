package io.github.pevl.spark;

import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.RunHistory;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is evaluated on, by names that driver and executors share.
 *
 * @param model as {@link PevlSpark#builder} takes it; a run is asked as it was trained
 * @param task its name
 * @param data a data folder or annotation file
 * @param images base of relative image paths; null for the folder of the annotations
 */
record EvaluationSource(String model, String task, String data, @Nullable String images)
        implements Serializable {

    /** The recipe of a model that is a run; null for others. */
    static @Nullable Recipe recipe(String model) throws IOException {
        Path run = Path.of(model, RunHistory.CONFIGURATION);
        return Files.exists(run) ? RecipeDraft.read(run).recipe() : null;
    }

    /**
     * Reads the samples.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with one
     */
    EvaluationData read() throws IOException {
        Path folder = images == null ? null : Path.of(images);
        Recipe recipe = recipe(model);
        return recipe != null && recipe.task().equals(task)
                ? EvaluationData.read(Tasks.named(task), Path.of(data), folder, recipe.masking())
                : EvaluationData.read(Tasks.named(task), Path.of(data), folder);
    }

    /** The groups of samples that are asked about, each together. */
    static <S extends Sample> List<List<S>> groups(
            TaskEvaluator<?, ?, S> evaluator, EvaluationData data) {
        return evaluator.groups(data.samples(evaluator.sampleType())).stream()
                .filter(group -> group.stream().allMatch(evaluator::asks))
                .toList();
    }
}
