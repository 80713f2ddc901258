package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;

/**
 * Rows of a matrix in groups, such as the tokens of each image, and the same rows padded to the
 * largest group, so that all groups can be computed at once.
 *
 * @param sizes the number of rows of each group, in order, (G)
 */
record RowGroups(int[] sizes) {

    int rows() {
        return IntStream.of(sizes).sum();
    }

    /** The number of rows with padding. */
    int padded() {
        return largest() * sizes.length;
    }

    private int largest() {
        return IntStream.of(sizes).max().orElse(0);
    }

    /** Rows (N, D) to padded groups (G, rows of the largest, D); padding gets any state. */
    NDArray pad(NDArray rows) {
        NDArray padded = padded() == rows() ? rows : TokenRows.rows(rows, sources());
        return padded.reshape(sizes.length, -1, rows.getShape().get(1));
    }

    /** Padded groups (G, rows of the largest, D) to rows (N, D). */
    NDArray unpad(NDArray padded) {
        NDArray rows = padded.reshape(-1, padded.getShape().get(2));
        return padded() == rows() ? rows : TokenRows.rows(rows, places());
    }

    /** For each padded place its row; for padding the first. */
    private IntStream sources() {
        int largest = largest();
        IntStream.Builder rows = IntStream.builder();
        int from = 0;
        for (int size : sizes) {
            for (int i = 0; i < largest; i++) {
                rows.add(i < size ? from + i : 0);
            }
            from += size;
        }
        return rows.build();
    }

    /** The padded place of each row. */
    private IntStream places() {
        int largest = largest();
        return IntStream.range(0, sizes.length)
                .flatMap(i -> IntStream.range(i * largest, i * largest + sizes[i]));
    }
}
