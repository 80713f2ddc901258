package io.github.pevl.translate;

/** Converts scores to probabilities. */
final class Softmax {

    private Softmax() {}

    /** Probabilities of scores; those of minus infinity are 0. */
    static double[] of(float[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        double[] values = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            values[i] = Math.exp(scores[i] - max);
            sum += values[i];
        }
        if (!Double.isFinite(sum)) {
            throw new IllegalStateException(
                    "The network's scores are not numbers; the weights are damaged, load the model"
                            + " anew.");
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return values;
    }
}
