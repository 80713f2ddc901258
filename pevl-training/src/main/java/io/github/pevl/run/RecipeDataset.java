package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The data of a recipe as a dataset of DJL's: each call of {@link #getData} starts the next epoch,
 * and ends the one before, whose threads would go on otherwise after an error.
 */
final class RecipeDataset implements Dataset, AutoCloseable {

    private final BiFunction<NDManager, Integer, StepBatches> epochs;
    private int nextEpoch;
    private @Nullable StepBatches open;

    /**
     * Makes a dataset.
     *
     * @param epochs starts reading an epoch, by its number from 0
     */
    RecipeDataset(BiFunction<NDManager, Integer, StepBatches> epochs) {
        this.epochs = epochs;
    }

    /** The batches of the next epoch, to be iterated once; whoever takes a batch closes it. */
    @Override
    public Iterable<Batch> getData(NDManager manager) {
        close();
        StepBatches batches = epochs.apply(manager, nextEpoch++);
        open = batches;
        return () -> batches;
    }

    @Override
    public void prepare(@Nullable Progress progress) {}

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
