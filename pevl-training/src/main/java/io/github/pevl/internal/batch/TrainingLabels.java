package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The labels of a training step.
 *
 * @param targets true token id at each of {@link TrainingInput#maskPositions()}, int64 (K)
 * @param matches whether each text matches its image, int64 (T): 1 yes, 0 no, -1 not labelled
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
     * @throws IllegalArgumentException if there is another number of arrays
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
