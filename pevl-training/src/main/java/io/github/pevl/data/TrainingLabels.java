package io.github.pevl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What is to be learnt in one training step.
 *
 * @param targets the true vocabulary ids at the slots, int64 (K)
 * @param matches for each text 1 if it is right about its picture, 0 if it is wrong, -1 if that is
 *     not labelled and wrong pairs are to be drawn, int64 (T)
 */
public record TrainingLabels(NDArray targets, NDArray matches) {

    private static final int ARRAYS = 2;

    /** The two arrays in the order of the components. */
    public NDList toList() {
        return new NDList(targets, matches);
    }

    /**
     * Reads the arrays back.
     *
     * @param list two arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static TrainingLabels of(NDList list) {
        if (list.size() != ARRAYS) {
            throw new IllegalArgumentException(
                    "Training was given %d arrays of labels; it takes targets and matches."
                                    .formatted(list.size())
                            + " Let TrainingLabels.toList() order them.");
        }
        return new TrainingLabels(list.get(0), list.get(1));
    }
}
