package io.github.pevl.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one call of the network: images, texts about them, and either masks to predict or
 * the question whether images and texts match. Texts are in the order of their images: the first
 * {@code counts[0][0]} texts are about image 0, and so on.
 *
 * @param images normalised pixels, float32 (B, 3, side, side); or the network's output for pixels
 *     alone, an array with another number of axes, so that images are encoded only once
 * @param counts the numbers of texts and of masks of each image, int64 (B, 2)
 * @param ids token ids, padded with the id of {@code [PAD]}, int64 (T, L)
 * @param mask 1 at tokens and 0 at padding, int64 (T, L)
 * @param maskPositions text and token index of each mask to predict, int64 (K, 2), in the order of
 *     images; null to match images and texts
 * @param candidateIds the vocabulary ids to score at each mask, int64 (C); empty for the whole
 *     vocabulary; null to match
 * @param logProbabilities one int64, whose presence asks for log-probabilities over the whole
 *     vocabulary instead of scores before softmax; an array, since only arrays enter the network;
 *     null for scores
 */
public record PevlInput(
        NDArray images,
        NDArray counts,
        NDArray ids,
        NDArray mask,
        @Nullable NDArray maskPositions,
        @Nullable NDArray candidateIds,
        @Nullable NDArray logProbabilities) {

    /** Asks for scores before softmax, or for a match. */
    public PevlInput(
            NDArray images,
            NDArray counts,
            NDArray ids,
            NDArray mask,
            @Nullable NDArray maskPositions,
            @Nullable NDArray candidateIds) {
        this(images, counts, ids, mask, maskPositions, candidateIds, null);
    }

    /** Whether an array holds pixels, not a network's encoding of them. */
    public static boolean isPixels(NDArray images) {
        return images.getShape().dimension() == 4;
    }

    /** Whether masks are to be predicted; otherwise images and texts are matched. */
    public boolean predictsMasks() {
        return maskPositions != null;
    }

    /** Whether masks are predicted by log-probabilities over the whole vocabulary. */
    public boolean asksForLogProbabilities() {
        return logProbabilities != null;
    }

    /** The number of texts of each image, (B). */
    public int[] textsPerImage() {
        long[] values = counts.toLongArray();
        return IntStream.range(0, values.length / 2).map(i -> (int) values[2 * i]).toArray();
    }

    /**
     * The arrays in the order in which they enter the network: four to match, six to fill with
     * scores, seven to fill with log-probabilities.
     */
    public NDList toList() {
        NDList list = new NDList(images, counts, ids, mask);
        if (predictsMasks()) {
            list.add(maskPositions);
            list.add(candidateIds);
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
                            + " arrays. It takes images, counts, ids and mask to match,"
                            + " maskPositions and candidateIds as well to predict masks, and one more"
                            + " for log-probabilities; let"
                            + " PevlInput.toList() order them.");
        }
        boolean predicts = list.size() > 4;
        return new PevlInput(
                list.get(0),
                list.get(1),
                list.get(2),
                list.get(3),
                predicts ? list.get(4) : null,
                predicts ? list.get(5) : null,
                list.size() > 6 ? list.get(6) : null);
    }
}
