package io.github.pevl.step;

import ai.djl.ndarray.NDArray;

/** How likely wrong partners in a batch are to be taken for the right ones. */
final class NegativeWeights {

    private NegativeWeights() {}

    /**
     * The softmax of each row over the batch, the right one left out.
     *
     * @param similarities (B, N), N at least B; the first B columns are the batch's own
     * @return (B, B), zero on the diagonal
     */
    static double[][] of(NDArray similarities) {
        int rows = (int) similarities.getShape().get(0);
        int columns = (int) similarities.getShape().get(1);
        float[] values = similarities.toFloatArray();
        double[][] shares = new double[rows][rows];
        for (int i = 0; i < rows; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < rows; j++) {
                most = Math.max(most, values[i * columns + j]);
            }
            double sum = 0;
            for (int j = 0; j < rows; j++) {
                shares[i][j] = Math.exp(values[i * columns + j] - most);
                sum += shares[i][j];
            }
            for (int j = 0; j < rows; j++) {
                shares[i][j] = i == j ? 0 : shares[i][j] / sum;
            }
        }
        return shares;
    }
}
