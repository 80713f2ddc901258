package io.github.pevl.internal.step;

import java.util.SplittableRandom;

/** Chooses negative pairs for image-text matching. */
@FunctionalInterface
public interface Negatives {

    /**
     * Chooses for each text an image that it is not about, and for each image a text that is not
     * about it.
     *
     * @param images row t: how likely each image is to be mistaken for that of text t, from 0 to 1;
     *     B rows of B numbers, zero on the diagonal
     * @param texts row i: how likely each text is to be mistaken for that of image i; same shape
     * @param random the random numbers of the step
     */
    Choice choose(double[][] images, double[][] texts, SplittableRandom random);

    /**
     * The negatives.
     *
     * @param images for each text the index of an image, 0 to below B, not its own
     * @param texts for each image the index of a text, 0 to below B, not its own
     */
    record Choice(int[] images, int[] texts) {}
}
