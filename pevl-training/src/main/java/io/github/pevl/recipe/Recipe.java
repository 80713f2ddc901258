package io.github.pevl.recipe;

import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.Masking;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.translate.Tasks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * How a network is trained: every number of a run. Recipes are YAML files with a key for each
 * component; {@link RecipeDraft} reads and changes them. The {@code run.json} of a run holds its
 * recipe.
 *
 * @param name of the recipe
 * @param task name of the task that the model is evaluated on and served for, such as {@code
 *     grounding}
 * @param data what is trained on; with several corpora, batches come from each in turn
 * @param imageSide side of the network's images, pixels
 * @param epochs passes over the data
 * @param batch images in a batch, the input of one device
 * @param accumulationSteps batches in a step of the optimiser. With several devices they run at the
 *     same time; with fewer devices than batches their gradients are accumulated
 * @param textsPerImage texts drawn for each image in a batch; its pixels are encoded once
 * @param maxTokens of a text, 8 or more
 * @param learningRate over time
 * @param weightDecay of the parameters that decay, 0 or more
 * @param clipNorm the largest norm of all gradients together; 0 for no limit
 * @param masking which tokens are masked in training; if it leaves boxes unwritten, so does the
 *     evaluation
 * @param lastWholeShare {@code masking.wholeShare} of the last epoch, 0 to 1; it changes by the
 *     same amount from epoch to epoch
 * @param augmentation of images
 * @param objective the weights of the losses
 * @param tuning which parameters are trained
 * @param rank of the adapters of {@code tuning: LORA}, 1 or more; otherwise of no effect
 * @param promptTokens tokens of the soft prompt of {@code tuning: PROMPT}, 1 or more; otherwise of
 *     no effect
 * @param recompute whether the visual encoder computes its layers again for their gradients instead
 *     of keeping all that these need: slower, with less memory, and equal results
 * @param precision of the products of linear layers
 * @param evaluation how often, and on how much
 * @param saveEvery steps between states to resume from, 1 or more; one is saved after each
 *     evaluation, too
 * @param seed of all random numbers of the run
 */
public record Recipe(
        String name,
        String task,
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
        Tuning tuning,
        int rank,
        int promptTokens,
        boolean recompute,
        TrainingPrecision precision,
        Evaluation evaluation,
        int saveEvery,
        long seed) {

    /**
     * The learning rate: a linear warm-up, then half a cosine to the end.
     *
     * @param peak the highest rate
     * @param floor the final rate
     * @param warmUp the initial rate
     * @param warmUpUnits number of units of the warm-up; 5 in the original
     * @param unitSteps steps of a unit of the warm-up; 100 in the original
     * @param everyStep whether the rate changes at every step; otherwise, as in the original, with
     *     each unit of the warm-up and then with each epoch, so that one epoch has one rate
     */
    public record LearningRate(
            double peak,
            double floor,
            double warmUp,
            int warmUpUnits,
            int unitSteps,
            boolean everyStep) {

        private CosineSchedule over(int epochs) {
            return new CosineSchedule(peak, floor, warmUp, warmUpUnits, unitSteps, epochs);
        }
    }

    /**
     * How often a model is evaluated. The best one is saved.
     *
     * @param every steps between evaluations, 1 or more; there is one at the end, too
     * @param size the maximum number of validation entries to evaluate on, 1 or more
     */
    public record Evaluation(int every, int size) {

        /** Checks the numbers. */
        public Evaluation {
            requireMin("evaluation.every", every, 1);
            requireMin("evaluation.size", size, 1);
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number, its value and what is allowed
     */
    public Recipe {
        Objects.requireNonNull(name, "name");
        // Earlier versions wrote names in capitals.
        task = TaskEvaluators.named(task.toLowerCase(Locale.ROOT)).task().name();
        data = List.copyOf(data);
        if (data.isEmpty()) {
            throw new IllegalArgumentException(
                    "data is empty; name one of %s, or several."
                            .formatted(List.of(Corpus.values())));
        }
        requireMin("imageSide", imageSide, 1);
        requireMin("epochs", epochs, 1);
        requireMin("batch", batch, 1);
        requireMin("accumulationSteps", accumulationSteps, 1);
        requireMin("textsPerImage", textsPerImage, 1);
        requireMin("maxTokens", maxTokens, 8);
        requireMin("weightDecay", weightDecay, 0);
        requireMin("clipNorm", clipNorm, 0);
        requireMin("saveEvery", saveEvery, 1);
        requireMin("rank", rank, 1);
        requireMin("promptTokens", promptTokens, 1);
        if (!(lastWholeShare >= 0 && lastWholeShare <= 1)) {
            throw new IllegalArgumentException(
                    "lastWholeShare is %s; it must lie in 0..1.".formatted(lastWholeShare));
        }
        learningRate.over(epochs); // checks the rates
        requireBoxes(task, data, masking);
    }

    /** Only questions make sense without boxes. */
    private static void requireBoxes(String task, List<Corpus> data, Masking masking) {
        boolean questions =
                task.equals(Tasks.ANSWERS.name())
                        && data.stream().allMatch(corpus -> corpus == Corpus.QUESTIONS);
        if (masking.boxes() == Masking.Boxes.UNWRITTEN && !questions) {
            throw new IllegalArgumentException(
                    "masking.boxes is UNWRITTEN, but the recipe is for %s and learns from %s; only %s learnt from %s can do without boxes."
                            .formatted(task, data, Tasks.ANSWERS.name(), Corpus.QUESTIONS));
        }
    }

    /**
     * The names of the tasks that the model can do: that of the recipe, phrases and grounding where
     * it learns from such data, those of all its data where each task is masked as it is asked, and
     * {@code fill} where it learns masked words.
     */
    public List<String> trainedTasks() {
        Set<String> tasks = new LinkedHashSet<>(List.of(task));
        data.stream()
                .flatMap(corpus -> corpus.groundingTasks().stream())
                .forEach(grounding -> tasks.add(grounding.name()));
        if (masking.boxes() == Masking.Boxes.ASKED) {
            TaskEvaluators.all().stream()
                    .filter(evaluator -> data.contains(evaluator.corpus()))
                    .forEach(evaluator -> tasks.add(evaluator.task().name()));
        }
        if (objective.masked() > 0) {
            tasks.add(Tasks.FILL.name());
        }
        return List.copyOf(tasks);
    }

    /**
     * The learning rate of a step.
     *
     * @param step from 0
     * @param perEpoch the steps of an epoch
     */
    public double learningRate(long step, long perEpoch) {
        return learningRate.everyStep
                ? schedule().smoothRate(step, perEpoch)
                : schedule().rate((int) (step / perEpoch), step % perEpoch);
    }

    /** The learning rate over time. */
    CosineSchedule schedule() {
        return learningRate.over(epochs);
    }

    /**
     * The masking of an epoch: {@code wholeShare} moves evenly to {@code lastWholeShare}.
     *
     * @param epoch from 0
     */
    public Masking masking(long epoch) {
        double first = masking.wholeShare();
        return epochs == 1
                ? masking
                : masking.withWholeShare(first + (lastWholeShare - first) * epoch / (epochs - 1));
    }

    /**
     * Share of the momentum encoder in the targets: it grows linearly over epoch 0 to the
     * objective's {@code distillation}, as in the original.
     *
     * @param epoch from 0
     * @param done fraction of the epoch, 0 to 1
     */
    public double distillation(int epoch, double done) {
        return objective.distillation() * (epoch == 0 ? done : 1);
    }

    private static void requireMin(String name, double value, double min) {
        if (!(value >= min)) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be at least %s.".formatted(name, value, min));
        }
    }
}
