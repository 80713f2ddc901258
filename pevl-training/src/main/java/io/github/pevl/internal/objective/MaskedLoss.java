package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.function.DoubleSupplier;

/**
 * Masked language modelling with momentum distillation: cross-entropy of masked tokens, words and
 * positions alike, against the true token, mixed with the momentum encoder's distribution over the
 * vocabulary (paper, section 3.2; {@code BertForMaskedLM} of models/xbert.py, whose log-softmax
 * runs over the text by mistake).
 */
final class MaskedLoss extends Loss {

    private final DoubleSupplier distillation;

    /**
     * Makes the loss.
     *
     * @param distillation share of the momentum encoder in the targets, 0 to 1, read at each
     *     evaluation
     */
    MaskedLoss(DoubleSupplier distillation) {
        super("masked");
        this.distillation = distillation;
    }

    /**
     * The mean over the mask positions.
     *
     * @param labels first: the true vocabulary ids, int64 (K); second, with distillation: the
     *     momentum encoder's probabilities, (K, V)
     * @param predictions first: scores over the whole vocabulary before softmax, (K, V)
     * @return a scalar; zero without a masked token
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray scores = predictions.head();
        if (scores.getShape().get(0) == 0) {
            return scores.sum();
        }
        NDArray soft = labels.size() > 1 ? labels.get(1) : null;
        return SoftCrossEntropy.crossEntropy(
                scores, labels.head(), soft, distillation.getAsDouble());
    }
}
