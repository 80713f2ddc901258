package io.github.pevl.evaluate;

import io.github.pevl.data.Corpus;
import io.github.pevl.data.Masking;
import io.github.pevl.data.Sample;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.translate.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is evaluated on.
 *
 * @param task what is asked
 * @param samples at least one, of the task's type
 */
public record EvaluationData(Task<?, ?> task, List<? extends Sample> samples) {

    /**
     * Checks that there are samples.
     *
     * @throws IllegalArgumentException if there are none
     */
    public EvaluationData {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "There are no samples to evaluate %s on; they are needed to find the best model."
                            .formatted(task.name()));
        }
    }

    /**
     * Reads annotations.
     *
     * @param data a data folder, or an annotation file in the format of the task's corpus
     * @param images base of relative image paths; null for the folder of the file
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with one, or images that are missing
     */
    public static EvaluationData read(Task<?, ?> task, Path data, @Nullable Path images)
            throws IOException {
        return read(task, data, images, Masking.NOTHING);
    }

    /**
     * Reads annotations as a model that was trained with a masking must be asked: without boxes, if
     * it never saw them.
     *
     * @throws IOException as {@link #read(Task, Path, Path)}
     * @throws IllegalArgumentException as {@link #read(Task, Path, Path)}
     */
    public static EvaluationData read(
            Task<?, ?> task, Path data, @Nullable Path images, Masking masking) throws IOException {
        Corpus corpus = TaskEvaluators.of(task).corpus();
        Path file = corpus.file(data, true);
        Path root = images == null ? folderOf(file) : images;
        return new EvaluationData(task, masking.applyTo(corpus.read(file, root, true)));
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNullElse(file.getParent(), Path.of(""));
    }

    /** The first samples. */
    public EvaluationData first(int max) {
        return new EvaluationData(task, samples.subList(0, Math.min(max, samples.size())));
    }

    /** The samples as their own type. */
    public <S extends Sample> List<S> samples(Class<S> type) {
        return samples.stream().map(type::cast).toList();
    }
}
