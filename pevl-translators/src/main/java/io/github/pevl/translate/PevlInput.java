package io.github.pevl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What enters the network in one call: images, texts about them, and either open slots to fill or
 * the question whether image and text match. Text {@code t} belongs to the image whose share of
 * {@code counts} it falls into: the first {@code counts[0][0]} texts are about image 0, and so on.
 *
 * @param images normalised pixels, float32 (B, 3, side, side); or what the network returned when it
 *     was given pixels alone, an array of another number of axes, so that they are seen only once
 * @param counts per image its number of texts and of slots, int64 (B, 2)
 * @param ids token ids, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask 1 at tokens and 0 at padding, int64 (T, L)
 * @param slots the text and the place in it of each position to be filled, int64 (K, 2), ordered by
 *     image; null asks whether images and texts match instead
 * @param columns the vocabulary ids to score at each slot, int64 (C); empty for the whole
 *     vocabulary; null together with {@code slots}
 * @param logProbabilities one int64, whose presence asks for log-probabilities over the whole
 *     vocabulary in place of scores before softmax; an array, since only arrays enter the network;
 *     null for scores
 */
public record PevlInput(
        NDArray images,
        NDArray counts,
        NDArray ids,
        NDArray mask,
        NDArray slots,
        NDArray columns,
        NDArray logProbabilities) {

    /** Asks for scores before softmax, or for a match. */
    public PevlInput(
            NDArray images,
            NDArray counts,
            NDArray ids,
            NDArray mask,
            NDArray slots,
            NDArray columns) {
        this(images, counts, ids, mask, slots, columns, null);
    }

    /** Whether an array is of pixels, not of what a network made of them. */
    public static boolean isPixels(NDArray images) {
        return images.getShape().dimension() == 4;
    }

    /** Whether slots are to be filled; otherwise images and texts are to be matched. */
    public boolean asksToFill() {
        return slots != null;
    }

    /** Whether slots are to be filled with log-probabilities over the whole vocabulary. */
    public boolean asksForLogProbabilities() {
        return logProbabilities != null;
    }

    /**
     * The arrays in the order in which they enter the network: four to match, six to fill with
     * scores, seven to fill with log-probabilities.
     */
    public NDList toList() {
        NDList list = new NDList(images, counts, ids, mask);
        if (asksToFill()) {
            list.add(slots);
            list.add(columns);
        }
        if (asksForLogProbabilities()) {
            list.add(logProbabilities);
        }
        return list;
    }

    /**
     * Reads the arrays back.
     *
     * @param list four, six or seven arrays, as {@link #toList()} orders them
     * @throws IllegalArgumentException if there are others than that
     */
    public static PevlInput of(NDList list) {
        if (list.size() != 4 && list.size() != 6 && list.size() != 7) {
            throw new IllegalArgumentException(
                    "The network was given "
                            + list.size()
                            + " arrays. It takes images, counts, ids and mask to match, slots and"
                            + " columns as well to fill, and one more for log-probabilities; let"
                            + " PevlInput.toList() order them.");
        }
        boolean fill = list.size() > 4;
        return new PevlInput(
                list.get(0),
                list.get(1),
                list.get(2),
                list.get(3),
                fill ? list.get(4) : null,
                fill ? list.get(5) : null,
                list.size() > 6 ? list.get(6) : null);
    }
}
