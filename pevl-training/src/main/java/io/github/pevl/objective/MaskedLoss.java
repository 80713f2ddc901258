package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.function.DoubleSupplier;

/**
 * Masked language modelling with momentum distillation: cross-entropy of hidden tokens, words and
 * positions alike, against the true token mixed with the twin's distribution over the vocabulary
 * (paper, section 3.2; {@code BertForMaskedLM} of models/xbert.py, whose log-softmax runs over the
 * text by mistake).
 */
public final class MaskedLoss extends Loss {

    private final DoubleSupplier distillation;

    /**
     * Makes the loss.
     *
     * @param distillation the twin's share in the targets, 0 to 1, asked for at each evaluation
     */
    public MaskedLoss(DoubleSupplier distillation) {
        super("masked");
        this.distillation = distillation;
    }

    /**
     * The mean over the slots.
     *
     * @param labels first: the true vocabulary ids, int64 (K); second, if distilled: the twin's
     *     probabilities, (K, V)
     * @param predictions first: scores over the whole vocabulary before softmax, (K, V)
     * @return a scalar; zero where nothing is hidden
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray scores = predictions.head();
        if (scores.getShape().get(0) == 0) {
            return scores.sum();
        }
        NDArray twin = labels.size() > 1 ? labels.get(1) : null;
        return SoftCrossEntropy.crossEntropy(
                scores, labels.head(), twin, distillation.getAsDouble());
    }
}
