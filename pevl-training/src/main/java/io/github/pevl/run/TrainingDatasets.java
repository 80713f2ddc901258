package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;

/** The samples of a run as datasets. */
final class TrainingDatasets {

    private final TrainedModel model;
    private final List<PevlDataset> training;
    private final long stepsPerEpoch;

    private TrainingDatasets(TrainedModel model, List<PevlDataset> training) {
        this.model = model;
        this.training = training;
        stepsPerEpoch = RoundRobinBatches.perEpoch(training) / model.recipe().accumulationSteps();
    }

    /**
     * Prepares the datasets of a model's training data.
     *
     * @throws IllegalArgumentException if the data do not fill a step
     */
    static TrainingDatasets of(TrainedModel model) {
        Recipe recipe = model.recipe();
        List<PevlDataset> datasets = new ArrayList<>();
        for (List<? extends Sample> samples : model.data().training()) {
            datasets.add(
                    builder(model, samples)
                            .setMasking(recipe::masking)
                            .setAugmentation(recipe.augmentation())
                            .optBatch(recipe.batch())
                            .optSeed(recipe.seed() + datasets.size()) // different draws for each
                            .build());
        }
        TrainingDatasets all = new TrainingDatasets(model, datasets);
        if (all.stepsPerEpoch == 0) {
            throw new IllegalArgumentException(
                    "%s items do not fill a step of %d batches of %d; lower batch or accumulationSteps, or add data."
                            .formatted(
                                    datasets.stream().map(PevlDataset::size).toList(),
                                    recipe.accumulationSteps(),
                                    recipe.batch()));
        }
        return all;
    }

    private static PevlDataset.Builder builder(TrainedModel model, List<? extends Sample> samples) {
        return PevlDataset.builder()
                .setSamples(samples)
                .setTokenizer(model.tokenizer())
                .setImageSide(model.recipe().imageSide())
                .optTextsPerImage(model.recipe().textsPerImage())
                .optMaxTokens(model.maxTokens());
    }

    /** The datasets to train on, in the order of the recipe. */
    List<PevlDataset> training() {
        return training;
    }

    /** The steps of an epoch, 1 or more. */
    long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /**
     * Starts reading an epoch.
     *
     * @param devices that run batches at the same time
     * @param epoch from 0
     * @param first index of the first step in the epoch, from 0
     */
    StepBatches epoch(NDManager owner, int devices, int epoch, long first) {
        int perStep = model.recipe().accumulationSteps();
        return new StepBatches(training, perStep, devices, owner, epoch, first);
    }

    /** Starts reading the samples to validate on, one batch at a time. */
    StepBatches validation(NDManager owner) {
        Recipe recipe = model.recipe();
        EvaluationData some = model.data().validation().first(recipe.evaluation().size());
        PevlDataset.Builder builder =
                builder(model, some.samples())
                        .setMasking(recipe.masking(0))
                        .setAugmentation(Augmentation.NONE)
                        .optSeed(recipe.seed())
                        .optValidation(true);
        long items = builder.build().size();
        PevlDataset all = builder.optBatch((int) Math.min(recipe.batch(), items)).build();
        return new StepBatches(List.of(all), 1, 1, owner, 0, 0);
    }
}
