package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which texts belong to which image.
 *
 * @param counts the number of texts of each image, in order, (B)
 */
record TextsPerImage(int[] counts) {

    /** Reads the first column of a batch's counts, int64 (B, 2). */
    static TextsPerImage of(NDArray counts) {
        long[] values = counts.toLongArray();
        int[] texts = new int[values.length / 2];
        Arrays.setAll(texts, i -> Math.toIntExact(values[2 * i]));
        return new TextsPerImage(texts);
    }

    int images() {
        return counts.length;
    }

    /**
     * Selects the rows of the first text of each image.
     *
     * @param rows a row for each text, (T, ...)
     * @return (B, ...)
     * @throws IllegalArgumentException if an image has no text
     */
    NDArray first(NDArray rows) {
        if (rows.getShape().get(0) == counts.length && IntStream.of(counts).allMatch(n -> n == 1)) {
            return rows;
        }
        long[] firstRows = new long[counts.length];
        int row = 0;
        for (int image = 0; image < counts.length; image++) {
            if (counts[image] == 0) {
                throw new IllegalArgumentException(
                        "Image %d of the batch has no text; contrast and matching need one."
                                .formatted(image));
            }
            firstRows[image] = row;
            row += counts[image];
        }
        return rows.get(rows.getManager().create(firstRows));
    }
}
