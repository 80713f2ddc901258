package io.github.pevl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a training step takes: images, texts about them whole and with tokens hidden, and where.
 * Text {@code t} belongs to the image whose share of {@code counts} it falls into, as in {@link
 * io.github.pevl.translate.PevlInput}.
 *
 * @param images normalised pixels, float32 (B, 3, side, side)
 * @param counts per image its number of texts and of maskPositions, int64 (B, 2)
 * @param ids token ids of the whole texts, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask 1 at tokens (a {@code [PAD]} that is written in a text, too) and 0 at padding, int64
 *     (T, L)
 * @param maskedIds the same texts with tokens hidden, int64 (T, L)
 * @param maskPositions the text and the place in it of each hidden token, int64 (K, 2), ordered by
 *     image, text and place; K may be 0
 */
public record TrainingInput(
        NDArray images,
        NDArray counts,
        NDArray ids,
        NDArray mask,
        NDArray maskedIds,
        NDArray maskPositions) {

    private static final int ARRAYS = 6;

    /** The arrays in the order of the components. */
    public NDList toList() {
        return new NDList(images, counts, ids, mask, maskedIds, maskPositions);
    }

    /**
     * Reads the arrays back.
     *
     * @param list six arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are others than that
     */
    public static TrainingInput of(NDList list) {
        if (list.size() != ARRAYS) {
            throw new IllegalArgumentException(
                    "A training step was given %d arrays; it takes the %d of TrainingInput.toList()."
                            .formatted(list.size(), ARRAYS));
        }
        return new TrainingInput(
                list.get(0), list.get(1), list.get(2), list.get(3), list.get(4), list.get(5));
    }
}
