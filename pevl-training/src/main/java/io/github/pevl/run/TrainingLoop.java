package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.Sample;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes the steps of a recipe in order. The same loop serves every recipe. */
final class TrainingLoop {

    private final Recipe recipe;
    private final NDManager manager;
    private final List<PevlDataset> datasets;
    private final long stepsPerEpoch;
    private final OptimizerStep step;

    /** Told of each step before the next one. */
    interface Listener {
        void stepTaken(OptimizerStep.Result step) throws IOException, TranslateException;
    }

    /**
     * Prepares the datasets.
     *
     * @param clock nanoseconds, for the times of steps
     * @throws IllegalArgumentException if the data do not fill a step
     */
    TrainingLoop(TrainingSession session, LongSupplier clock) {
        recipe = session.recipe();
        manager = session.trainer().getManager();
        datasets = datasets(session.model());
        stepsPerEpoch = RoundRobinBatches.perEpoch(datasets) / recipe.accumulationSteps();
        requireSteps();
        step = new OptimizerStep(session, stepsPerEpoch, clock);
    }

    private static List<PevlDataset> datasets(TrainedModel model) {
        Recipe recipe = model.recipe();
        List<PevlDataset> datasets = new ArrayList<>();
        for (List<? extends Sample> samples : model.data().training()) {
            datasets.add(
                    PevlDataset.builder()
                            .setSamples(samples)
                            .setTokenizer(model.tokenizer())
                            .setImageSide(recipe.imageSide())
                            .setMasking(recipe::masking)
                            .setAugmentation(recipe.augmentation())
                            .optBatch(recipe.batch())
                            .optTextsPerImage(recipe.textsPerImage())
                            .optMaxTokens(model.maxTokens())
                            .optSeed(recipe.seed() + datasets.size()) // different draws for each
                            .build());
        }
        return datasets;
    }

    private void requireSteps() {
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException(
                    "%s items do not fill a step of %d batches of %d; lower batch or accumulationSteps, or add data."
                            .formatted(
                                    datasets.stream().map(PevlDataset::size).toList(),
                                    recipe.accumulationSteps(),
                                    recipe.batch()));
        }
    }

    /** The steps of the whole recipe. */
    long steps() {
        return stepsPerEpoch * recipe.epochs();
    }

    /** The datasets, in the order of the recipe. */
    List<PevlDataset> datasets() {
        return datasets;
    }

    /**
     * Takes steps.
     *
     * @param done steps that were taken before, 0 or more
     * @param end steps to have been taken afterwards, at most {@link #steps()}
     */
    void run(long done, long end, Listener listener) throws IOException, TranslateException {
        long next = done;
        while (next < end) {
            long epoch = next / stepsPerEpoch;
            long endOfEpoch = Math.min(end, (epoch + 1) * stepsPerEpoch);
            long firstBatch = next % stepsPerEpoch * recipe.accumulationSteps();
            try (RoundRobinBatches batches =
                    new RoundRobinBatches(datasets, manager, (int) epoch, firstBatch)) {
                while (next < endOfEpoch) {
                    listener.stepTaken(step.take(batches, next++));
                }
            }
        }
    }
}
