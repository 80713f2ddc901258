package io.github.pevl.step;

import ai.djl.ndarray.NDArray;

/**
 * How alike pictures and texts are, divided by the temperature.
 *
 * @param imageToText each picture with texts, (B, N)
 * @param textToImage each text with pictures, (B, N)
 */
record Similarities(NDArray imageToText, NDArray textToImage) {

    /**
     * Compares features.
     *
     * @param features those of a batch's pictures and texts
     * @param all those to compare with, as columns
     * @param temperature a scalar
     */
    static Similarities of(Features features, Features all, NDArray temperature) {
        return new Similarities(
                features.images().matMul(all.texts()).div(temperature),
                features.texts().matMul(all.images()).div(temperature));
    }

    /**
     * For each picture, or each text, how likely each other of the batch is to be taken for its
     * partner: the softmax over the batch, its own partner left out.
     *
     * @param similarities (B, N), N at least B
     * @return (B, B), zero on the diagonal
     */
    static double[][] confusions(NDArray similarities) {
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
