package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;

/** Cross-entropy against a mixture of the right answer and a twin's answer. */
final class SoftCrossEntropy {

    private SoftCrossEntropy() {}

    /**
     * The mean over the rows of (1 - share) times the cross-entropy against the right column, and
     * share times that against the twin's distribution.
     *
     * @param scores before softmax, (R, C)
     * @param right the right column of each row, int64 (R)
     * @param twin the twin's distributions, (R, C), or null for the right answer alone
     * @param share of the twin, 0 to 1
     * @return a scalar
     */
    static NDArray crossEntropy(NDArray scores, NDArray right, NDArray twin, double share) {
        NDArray logProbabilities = scores.logSoftmax(1);
        NDArray hard = logProbabilities.gather(right.expandDims(1), 1).mean().neg();
        if (twin == null || share == 0) {
            return hard;
        }
        NDArray soft = logProbabilities.mul(twin).sum(new int[] {1}).mean().neg();
        return Scale.by(hard, 1 - share).add(Scale.by(soft, share));
    }
}
