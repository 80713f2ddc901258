package io.github.pevl.step;

import java.util.SplittableRandom;

/**
 * Draws wrong partners as likely as they are to be taken for the right ones (ALBEF, section 3.2;
 * models/model_grounding.py).
 */
final class HardNegatives implements Negatives {

    @Override
    public Choice choose(double[][] images, double[][] texts, SplittableRandom random) {
        return new Choice(draw(images, random), draw(texts, random));
    }

    private static int[] draw(double[][] likely, SplittableRandom random) {
        int[] drawn = new int[likely.length];
        for (int row = 0; row < drawn.length; row++) {
            drawn[row] = draw(likely[row], row, random);
        }
        return drawn;
    }

    private static int draw(double[] likely, int own, SplittableRandom random) {
        double sum = 0;
        for (double share : likely) {
            sum += share;
        }
        if (!(sum
                > 0)) { // a network so sure of the right one that the others vanish, or not finite
            int other = random.nextInt(likely.length - 1);
            return other < own ? other : other + 1;
        }
        double left = random.nextDouble() * sum;
        int last = -1;
        for (int i = 0; i < likely.length; i++) {
            if (likely[i] > 0) {
                last = i;
                left -= likely[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
