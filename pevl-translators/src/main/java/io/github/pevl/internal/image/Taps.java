package io.github.pevl.internal.image;

/**
 * The input samples and weights of each sample of a resized line. Weights are fixed-point numbers
 * with {@link #PRECISION} fractional bits, as in Pillow ({@code Resample.c}), and computed in the
 * same order, so that the last bit agrees.
 *
 * @param first for each output sample, the first input sample with a weight
 * @param weights for each output sample, the weights from that one on
 */
record Taps(int[] first, int[][] weights) {

    /** 32 bits minus 8 for a byte and 2 for the sum of weights. */
    static final int PRECISION = 22;

    /** Taps from {@code from} to {@code to} samples; both at least 1. */
    static Taps of(int from, int to, Filter filter) {
        double scale = (double) from / to;
        double widen = Math.max(scale, 1);
        double support = filter.support() * widen;
        int[] first = new int[to];
        int[][] weights = new int[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            weights[i] = weights(first[i], end, centre, 1 / widen, filter);
        }
        return new Taps(first, weights);
    }

    /** The input sample after the last one with a weight. */
    int end(int output) {
        return first[output] + weights[output].length;
    }

    /** A sum of weighted bytes as a byte. */
    static byte toByte(int sum) {
        int value = (sum + (1 << PRECISION - 1)) >> PRECISION;
        return (byte) Math.min(Math.max(value, 0), 255);
    }

    private static int[] weights(int begin, int end, double centre, double shrink, Filter filter) {
        double[] exact = new double[end - begin];
        double sum = 0;
        for (int j = 0; j < exact.length; j++) {
            exact[j] = filter.weight((j + begin - centre + 0.5) * shrink);
            sum += exact[j];
        }
        int[] fixed = new int[exact.length];
        for (int j = 0; j < exact.length; j++) {
            double weight = sum == 0 ? exact[j] : exact[j] / sum;
            // Half away from zero; Math.round would send halves upwards.
            fixed[j] = (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
        }
        return fixed;
    }
}
