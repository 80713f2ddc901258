package io.github.pevl.step;

import java.util.SplittableRandom;

/** Chooses wrong pairs for image-text matching. */
@FunctionalInterface
public interface Negatives {

    /**
     * Chooses for each text a picture that it is not about, and for each picture a text that is not
     * about it.
     *
     * @param pictures row t: how likely each picture is to be taken for that of text t, from 0 to
     *     1; B rows of B numbers, zero on the diagonal
     * @param texts row p: how likely each text is to be taken for that of picture p; the same
     * @param random the step's own chance
     */
    Choice choose(double[][] pictures, double[][] texts, SplittableRandom random);

    /**
     * Wrong partners.
     *
     * @param pictures for each text the number of a picture, 0 to below B, not its own
     * @param texts for each picture the number of a text, 0 to below B, not its own
     */
    record Choice(int[] pictures, int[] texts) {}
}
