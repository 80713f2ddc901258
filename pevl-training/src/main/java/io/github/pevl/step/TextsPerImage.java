package io.github.pevl.step;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Which texts belong to which image.
 *
 * @param texts the number of texts of each image, in order
 */
record TextsPerImage(int[] texts) {

    /** Reads the first column of a batch's counts, int64 (B, 2). */
    static TextsPerImage of(NDArray counts) {
        long[] values = counts.toLongArray();
        int[] texts = new int[values.length / 2];
        Arrays.setAll(texts, i -> Math.toIntExact(values[2 * i]));
        return new TextsPerImage(texts);
    }

    int images() {
        return texts.length;
    }

    /**
     * The rows that belong to the first text of each image.
     *
     * @param rows one row a text, (T, ...)
     * @return (B, ...)
     */
    NDArray first(NDArray rows) {
        if (rows.getShape().get(0) == texts.length && Arrays.stream(texts).allMatch(n -> n == 1)) {
            return rows;
        }
        long[] places = new long[texts.length];
        int from = 0;
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == 0) {
                throw new IllegalArgumentException(
                        "Image %d of the batch has no text; contrast and matching need one."
                                .formatted(i));
            }
            places[i] = from;
            from += texts[i];
        }
        return rows.get(rows.getManager().create(places));
    }
}
