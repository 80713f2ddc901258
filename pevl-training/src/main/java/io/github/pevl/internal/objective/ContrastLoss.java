package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import java.util.function.DoubleSupplier;

/**
 * Image-text contrast: cross-entropy of finding the text of each image, and the image of each text,
 * among the momentum features of this batch and of past ones. The target is the true pair, mixed
 * with the momentum encoder's softmax (ALBEF, section 3.2; models/model_grounding.py).
 */
final class ContrastLoss extends Loss {

    private final DoubleSupplier distillation;

    /**
     * Makes the loss.
     *
     * @param distillation share of the momentum encoder in the targets, 0 to 1, read at each
     *     evaluation
     */
    ContrastLoss(DoubleSupplier distillation) {
        super("contrast");
        this.distillation = distillation;
    }

    /**
     * The mean of both directions.
     *
     * @param labels the momentum encoder's similarities before softmax, image to texts and text to
     *     images, each (B, N); empty for hard targets
     * @param predictions the trained network's similarities, each (B, N); column i is right for row
     *     i
     * @return a scalar
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray imageToText = direction(labels, predictions, 0);
        return Scale.by(imageToText.add(direction(labels, predictions, 1)), 0.5);
    }

    private NDArray direction(NDList labels, NDList predictions, int index) {
        NDArray scores = predictions.get(index);
        NDArray right = scores.getManager().arange((int) scores.getShape().get(0));
        NDArray soft = labels.isEmpty() ? null : labels.get(index).softmax(1);
        return SoftCrossEntropy.crossEntropy(
                scores, right.toType(DataType.INT64, false), soft, distillation.getAsDouble());
    }
}
