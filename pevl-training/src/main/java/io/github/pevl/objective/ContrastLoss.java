package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import java.util.function.DoubleSupplier;

/**
 * Image-text contrast: each image is to find its text, and each text its image, among the twin's
 * features of this batch and of past ones. Targets are the true pair mixed with the twin's own
 * softmax (ALBEF, section 3.2; models/model_grounding.py).
 */
public final class ContrastLoss extends Loss {

    private final DoubleSupplier distillation;

    /**
     * Makes the loss.
     *
     * @param distillation the twin's share in the targets, 0 to 1, asked for at each evaluation
     */
    public ContrastLoss(DoubleSupplier distillation) {
        super("contrast");
        this.distillation = distillation;
    }

    /**
     * The mean of both directions.
     *
     * @param labels the twin's similarities before softmax, image to texts and text to images, each
     *     (B, N); empty for hard targets
     * @param predictions the learner's, each (B, N); the right column of row i is column i
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
        NDArray twin = labels.isEmpty() ? null : labels.get(index).softmax(1);
        return SoftCrossEntropy.crossEntropy(
                scores, right.toType(DataType.INT64, false), twin, distillation.getAsDouble());
    }
}
