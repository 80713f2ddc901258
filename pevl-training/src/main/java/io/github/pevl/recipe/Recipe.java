package io.github.pevl.recipe;

import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Masking;
import io.github.pevl.objective.Objective;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a network is trained: every number of a run, and nothing else. Recipes are YAML files with a
 * key for each component; {@link RecipeDraft} reads and changes them. The run's {@code run.json}
 * keeps the recipe as it was used.
 *
 * @param name the recipe's name
 * @param task what the model is evaluated by and served for
 * @param data what is learnt from; of several, batches come in turn
 * @param imageSide side of the network's images, pixels
 * @param epochs passes over the data
 * @param batch images in a batch, the input of one device
 * @param accumulationSteps batches in a step of the optimiser. With several devices they run at the
 *     same time; with fewer devices than batches their gradients are accumulated
 * @param textsPerImage sentences drawn for each image in a pass; its pixels are encoded once
 * @param maxTokens the most tokens of a text
 * @param learningRate over time
 * @param weightDecay of the parameters that decay, 0 or more
 * @param clipNorm the largest norm of all gradients together; 0 leaves them as they are
 * @param masking which tokens are hidden, in training; boxes that it leaves unwritten are so in
 *     evaluation, too
 * @param lastWholeShare what {@code masking.wholeShare} comes to in the last epoch, in even steps
 *     from epoch to epoch, 0 to 1
 * @param augmentation what becomes of images
 * @param objective what is learnt
 * @param evaluation when, and on how much
 * @param saveEvery steps between states from which the run can go on, 1 or more; one is kept after
 *     each evaluation, too
 * @param seed of every chance in the run
 */
public record Recipe(
        String name,
        Task task,
        List<Corpus> data,
        int imageSide,
        int epochs,
        int batch,
        int accumulationSteps,
        int textsPerImage,
        int maxTokens,
        LearningRate learningRate,
        double weightDecay,
        double clipNorm,
        Masking masking,
        double lastWholeShare,
        Augmentation augmentation,
        Objective objective,
        Evaluation evaluation,
        int saveEvery,
        long seed) {

    /**
     * When a model is evaluated. The best one is kept.
     *
     * @param every steps between evaluations, 1 or more; there is one at the end, too
     * @param size the most entries of the validation data that are looked at, 1 or more
     */
    public record Evaluation(int every, int size) {

        /** Checks the numbers. */
        public Evaluation {
            least("evaluation.every", every, 1);
            least("evaluation.size", size, 1);
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number, its value and what is allowed
     */
    public Recipe {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        data = List.copyOf(data);
        if (data.isEmpty()) {
            throw new IllegalArgumentException(
                    "data is empty; name one of %s, or several."
                            .formatted(List.of(Corpus.values())));
        }
        least("imageSide", imageSide, 1);
        least("epochs", epochs, 1);
        least("batch", batch, 1);
        least("accumulationSteps", accumulationSteps, 1);
        least("textsPerImage", textsPerImage, 1);
        least("maxTokens", maxTokens, 8);
        least("weightDecay", weightDecay, 0);
        least("clipNorm", clipNorm, 0);
        least("saveEvery", saveEvery, 1);
        if (!(lastWholeShare >= 0 && lastWholeShare <= 1)) {
            throw new IllegalArgumentException(
                    "lastWholeShare is %s; it must lie in 0..1.".formatted(lastWholeShare));
        }
        learningRate.over(epochs); // checks the rates
        requireBoxes(task, data, masking);
    }

    /** Sentences that ask for boxes, or pairs of objects that only boxes tell apart, need them. */
    private static void requireBoxes(Task task, List<Corpus> data, Masking masking) {
        boolean questions = data.stream().allMatch(corpus -> corpus == Corpus.QUESTIONS);
        if (masking.boxes() == Masking.Boxes.UNWRITTEN && !(task == Task.ANSWERS && questions)) {
            throw new IllegalArgumentException(
                    "masking.boxes is UNWRITTEN, but the recipe is for %s and learns from %s; only %s learnt from %s can do without boxes."
                            .formatted(task, data, Task.ANSWERS, Corpus.QUESTIONS));
        }
    }

    /**
     * What the model can be asked for, by the names that {@code serving.properties} has: its task,
     * phrases and expressions where it learns from such data, and {@code fill} where it learns
     * words that are hidden.
     */
    public List<String> trainedTasks() {
        Set<String> tasks = new LinkedHashSet<>(List.of(task.label()));
        data.forEach(corpus -> corpus.grounds().forEach(grounds -> tasks.add(grounds.label())));
        if (objective.masked() > 0) {
            tasks.add("fill");
        }
        return List.copyOf(tasks);
    }

    /** The learning rate over time. */
    public CosineSchedule schedule() {
        return learningRate.over(epochs);
    }

    /** The share of boxes hidden whole in an epoch, counted from 0. */
    public double wholeShare(int epoch) {
        double first = masking.wholeShare();
        return epochs == 1 ? first : first + (lastWholeShare - first) * epoch / (epochs - 1);
    }

    /**
     * The twin's share in what is learnt: over epoch 0 it grows to what the objective says, as in
     * the original.
     *
     * @param epoch from 0
     * @param done share of the epoch, 0 to 1
     */
    public double distillation(int epoch, double done) {
        return objective.distillation() * (epoch == 0 ? done : 1);
    }

    private static void least(String name, double value, double least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be at least %s.".formatted(name, value, least));
        }
    }
}
