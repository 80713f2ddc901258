package io.github.pevl.internal.step;

import java.util.SplittableRandom;

/**
 * Draws hard negatives: the more similar a wrong partner is, the more likely it is drawn (ALBEF,
 * section 3.2; models/model_grounding.py).
 */
final class HardNegatives implements Negatives {

    @Override
    public Choice choose(double[][] images, double[][] texts, SplittableRandom random) {
        return new Choice(draw(images, random), draw(texts, random));
    }

    private static int[] draw(double[][] weights, SplittableRandom random) {
        int[] drawn = new int[weights.length];
        for (int row = 0; row < drawn.length; row++) {
            drawn[row] = draw(weights[row], row, random);
        }
        return drawn;
    }

    private static int draw(double[] weights, int own, SplittableRandom random) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        if (!(sum > 0)) { // all other weights underflowed to 0, or are not finite
            int other = random.nextInt(weights.length - 1);
            return other < own ? other : other + 1;
        }
        double rest = random.nextDouble() * sum;
        int last = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                rest -= weights[i];
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
