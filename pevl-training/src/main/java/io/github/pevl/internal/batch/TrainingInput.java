package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * The input of a training step: images, and texts about them, whole and masked. Texts are ordered
 * by image; {@code counts} says how many belong to each, as in {@link
 * io.github.pevl.internal.network.PevlInput}.
 *
 * @param images normalised pixels, float32 (B, 3, side, side)
 * @param counts for each image its number of texts and of mask positions, int64 (B, 2)
 * @param ids token ids of the whole texts, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask attention mask: 1 at tokens (also at a {@code [PAD]} that is written in a text), 0 at
 *     padding, int64 (T, L)
 * @param maskedIds the same texts with tokens masked, int64 (T, L)
 * @param maskPositions row of the text and index in it of each masked token, int64 (K, 2), in
 *     ascending order; K may be 0
 */
public record TrainingInput(
        NDArray images,
        NDArray counts,
        NDArray ids,
        NDArray mask,
        NDArray maskedIds,
        NDArray maskPositions) {

    private static final int ARRAYS = 6;
    private static final int MATCHES = 6;

    /** The arrays in the order of the components. */
    public NDList toList() {
        return new NDList(images, counts, ids, mask, maskedIds, maskPositions);
    }

    /**
     * The arrays of a batch to validate on: DJL passes no labels then, so that what the forward
     * pass needs of them follows the input.
     *
     * @param matches {@link TrainingLabels#matches()}
     */
    public NDList withMatches(NDArray matches) {
        NDList list = toList();
        list.add(matches);
        return list;
    }

    /** The match labels behind an input; null if it has none. */
    public static @Nullable NDArray matches(NDList list) {
        return list.size() > MATCHES ? list.get(MATCHES) : null;
    }

    /**
     * Reads the arrays back.
     *
     * @param list six arrays, as {@link #toList()} orders them, perhaps with match labels
     * @throws IllegalArgumentException if there is another number of arrays
     */
    public static TrainingInput of(NDList list) {
        if (list.size() != ARRAYS && list.size() != ARRAYS + 1) {
            throw new IllegalArgumentException(
                    "A training step was given %d arrays; it takes the %d of TrainingInput.toList()."
                            .formatted(list.size(), ARRAYS));
        }
        return new TrainingInput(
                list.get(0), list.get(1), list.get(2), list.get(3), list.get(4), list.get(5));
    }
}
