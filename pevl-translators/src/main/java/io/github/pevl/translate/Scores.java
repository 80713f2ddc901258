package io.github.pevl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pevl.internal.network.PevlBatchifier;
import java.util.Arrays;

/**
 * The network's scores for one request: a row for each mask in the order of texts and tokens, or
 * for each text to be matched. A batch may have scored more candidates than this request asked for;
 * their ids ascend.
 */
final class Scores {

    private final float[] values;
    private final int width;
    private final long[] candidateIds;

    private Scores(float[] values, int width, long[] candidateIds) {
        this.values = values;
        this.width = width;
        this.candidateIds = candidateIds;
    }

    /** Reads the arrays that {@link PevlBatchifier#unbatchify} returns for a request. */
    static Scores of(NDList list) {
        NDArray scores = list.get(0);
        long[] ids = list.size() > 1 ? list.get(1).toLongArray() : new long[0];
        return new Scores(scores.toFloatArray(), (int) scores.getShape().get(1), ids);
    }

    int rows() {
        return values.length / width;
    }

    /** The score of a vocabulary id, or of 0 ("no") or 1 ("yes") where texts were matched. */
    float at(int row, long id) {
        return values[row * width + column(id)];
    }

    /** All scores of a row: of the whole vocabulary if the request asked for all. */
    float[] row(int row) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** Scores of consecutive ids. */
    float[] row(int row, long firstId, int count) {
        int from = row * width + column(firstId);
        return Arrays.copyOfRange(values, from, from + count);
    }

    private int column(long id) {
        return candidateIds.length == 0 ? (int) id : Arrays.binarySearch(candidateIds, id);
    }
}
