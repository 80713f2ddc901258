package io.github.pevl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What enters the network in one training step: pictures, the texts about them as they are, and the
 * same texts with tokens hidden. Text {@code t} belongs to the picture whose share of {@code
 * counts} it falls into: the first {@code counts[0][0]} texts are about picture 0, and so on.
 *
 * @param images normalised pixels, float32 (B, 3, side, side)
 * @param counts per picture its number of texts and of slots, int64 (B, 2)
 * @param ids token ids, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask 1 at tokens and 0 at padding, int64 (T, L)
 * @param hiddenIds the ids with tokens hidden, int64 (T, L)
 * @param slots the text and the place in it of each hidden token, int64 (K, 2), ordered by picture
 */
public record TrainingInput(
        NDArray images,
        NDArray counts,
        NDArray ids,
        NDArray mask,
        NDArray hiddenIds,
        NDArray slots) {

    private static final int ARRAYS = 6;

    /** The six arrays in the order of the components. */
    public NDList toList() {
        return new NDList(images, counts, ids, mask, hiddenIds, slots);
    }

    /**
     * Reads the arrays back.
     *
     * @param list six arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static TrainingInput of(NDList list) {
        if (list.size() != ARRAYS) {
            throw new IllegalArgumentException(
                    "Training was given %d arrays; it takes images, counts, ids, mask, hidden ids"
                                    .formatted(list.size())
                            + " and slots. Let TrainingInput.toList() order them.");
        }
        return new TrainingInput(
                list.get(0), list.get(1), list.get(2), list.get(3), list.get(4), list.get(5));
    }
}
