package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;

/** How likely each wrong partner in a batch is to be drawn as a negative. */
final class NegativeWeights {

    private NegativeWeights() {}

    /**
     * The softmax of each row over the batch, without the right partner.
     *
     * @param similarities (B, N), N at least B; the first B columns are the batch's own
     * @return (B, B), zero on the diagonal
     */
    static double[][] of(NDArray similarities) {
        int rows = (int) similarities.getShape().get(0);
        int columns = (int) similarities.getShape().get(1);
        float[] values = similarities.toFloatArray();
        double[][] weights = new double[rows][rows];
        for (int i = 0; i < rows; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < rows; j++) {
                max = Math.max(max, values[i * columns + j]);
            }
            double sum = 0;
            for (int j = 0; j < rows; j++) {
                weights[i][j] = Math.exp(values[i * columns + j] - max);
                sum += weights[i][j];
            }
            for (int j = 0; j < rows; j++) {
                weights[i][j] = i == j ? 0 : weights[i][j] / sum;
            }
        }
        return weights;
    }
}
