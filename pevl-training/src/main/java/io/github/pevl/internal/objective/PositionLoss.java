package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import io.github.pevl.text.PositionTokens;

/**
 * Cross-entropy of masked position tokens against ordering-aware soft labels: a position near the
 * true one is almost right (paper, section 3.2; {@code pos_tokens_soft_labels} of
 * models/model_grounding.py).
 *
 * <p>The label of bin i is the distribution over the bins j proportional to exp(-d |i - j|). The
 * softmax of the scores runs over the whole vocabulary.
 */
final class PositionLoss extends Loss {

    private final int firstPosition;
    private final double decay;

    /**
     * Makes the loss.
     *
     * @param firstPosition vocabulary id of the first position token
     * @param decay d, how fast labels fall off with the distance in bins; positive
     */
    PositionLoss(int firstPosition, double decay) {
        super("position");
        if (!(decay > 0)) {
            throw new IllegalArgumentException(
                    "The decay of position labels is " + decay + "; it must be positive.");
        }
        this.firstPosition = firstPosition;
        this.decay = decay;
    }

    /**
     * The mean over the mask positions.
     *
     * @param labels first: the true vocabulary ids, all of position tokens, int64 (K)
     * @param predictions first: scores over the whole vocabulary before softmax, (K, vocabulary)
     * @return a scalar; zero without a masked position token
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray scores = predictions.head();
        if (scores.getShape().get(0) == 0) {
            return scores.sum();
        }
        NDArray logProbabilities =
                scores.logSoftmax(1)
                        .get(
                                new NDIndex(
                                        ":, {}:{}",
                                        firstPosition,
                                        firstPosition + PositionTokens.BINS));
        NDArray soft = softLabels(labels.head().sub(firstPosition));
        return logProbabilities.mul(soft).sum(new int[] {1}).mean().neg();
    }

    /**
     * The soft labels of bins.
     *
     * @param bins true bins, 0 to 511, (K)
     * @return distributions over the bins, float32 (K, 512)
     */
    NDArray softLabels(NDArray bins) {
        NDArray all = bins.getManager().arange(PositionTokens.BINS).toType(DataType.FLOAT32, false);
        NDArray distance =
                bins.toType(DataType.FLOAT32, false).expandDims(1).sub(all).abs(); // (K, 512)
        NDArray weights = distance.mul(-decay).exp();
        return weights.div(weights.sum(new int[] {1}, true));
    }
}
