package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Cross-entropy against a mixture of hard and soft targets. */
final class SoftCrossEntropy {

    private SoftCrossEntropy() {}

    /**
     * The mean over the rows of (1 - share) times the cross-entropy against the right column, plus
     * share times the cross-entropy against the soft target.
     *
     * @param scores before softmax, (R, C)
     * @param right the right column of each row, int64 (R)
     * @param soft target distributions, (R, C); null for hard targets alone
     * @param share of the soft targets, 0 to 1
     * @return a scalar
     */
    static NDArray crossEntropy(
            NDArray scores, NDArray right, @Nullable NDArray soft, double share) {
        NDArray logProbabilities = scores.logSoftmax(1);
        NDArray hardLoss = logProbabilities.gather(right.expandDims(1), 1).mean().neg();
        if (soft == null || share == 0) {
            return hardLoss;
        }
        NDArray softLoss = logProbabilities.mul(soft).sum(new int[] {1}).mean().neg();
        return Scale.by(hardLoss, 1 - share).add(Scale.by(softLoss, share));
    }
}
