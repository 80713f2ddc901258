package io.github.pevl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a training step has to predict.
 *
 * @param targets the vocabulary id under each mask of {@link TrainingInput#maskPositions()}, int64
 *     (K)
 * @param matches whether each text is right for its image, int64 (T): 1 right, 0 wrong, -1 not
 *     labelled
 */
public record TrainingLabels(NDArray targets, NDArray matches) {

    private static final int ARRAYS = 2;

    /** The arrays in the order of the components. */
    public NDList toList() {
        return new NDList(targets, matches);
    }

    /**
     * Reads the arrays back.
     *
     * @param list two arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are others than that
     */
    public static TrainingLabels of(NDList list) {
        if (list.size() != ARRAYS) {
            throw new IllegalArgumentException(
                    "Labels are the %d arrays of TrainingLabels.toList(); %d came."
                            .formatted(ARRAYS, list.size()));
        }
        return new TrainingLabels(list.get(0), list.get(1));
    }
}
