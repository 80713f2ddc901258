package io.github.pevl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What enters the network in one call: pictures, texts about them, and either open slots to fill or
 * the question whether picture and text match. Text {@code t} belongs to the picture whose share of
 * {@code counts} it falls into: the first {@code counts[0][0]} texts are about picture 0, and so
 * on.
 *
 * @param images normalised pixels, float32 (B, 3, side, side)
 * @param counts per picture its number of texts and of slots, int64 (B, 2)
 * @param ids token ids, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask 1 at tokens and 0 at padding, int64 (T, L)
 * @param slots the text and the place in it of each position to be filled, int64 (K, 2), ordered by
 *     picture; null asks whether pictures and texts match instead
 * @param columns the vocabulary ids to score at each slot, int64 (C); empty for the whole
 *     vocabulary; null together with {@code slots}
 */
public record PevlInput(
        NDArray images, NDArray counts, NDArray ids, NDArray mask, NDArray slots, NDArray columns) {

    /** Whether slots are to be filled; otherwise pictures and texts are to be matched. */
    public boolean asksToFill() {
        return slots != null;
    }

    /** The arrays in the order in which they enter the network: four to match, six to fill. */
    public NDList toList() {
        NDList list = new NDList(images, counts, ids, mask);
        if (asksToFill()) {
            list.add(slots);
            list.add(columns);
        }
        return list;
    }

    /**
     * Reads the arrays back.
     *
     * @param list four or six arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are other than four or six
     */
    public static PevlInput of(NDList list) {
        if (list.size() != 4 && list.size() != 6) {
            throw new IllegalArgumentException(
                    "The network was given "
                            + list.size()
                            + " arrays. It takes images, counts, ids and mask to match, and slots"
                            + " and columns as well to fill; let PevlInput.toList() order them.");
        }
        boolean fill = list.size() == 6;
        return new PevlInput(
                list.get(0),
                list.get(1),
                list.get(2),
                list.get(3),
                fill ? list.get(4) : null,
                fill ? list.get(5) : null);
    }
}
