package io.github.pevl.step;

import java.util.SplittableRandom;

/** Chooses wrong pairs for image-text matching. */
@FunctionalInterface
public interface Negatives {

    /**
     * Chooses for each text an image that it is not about, and for each image a text that is not
     * about it.
     *
     * @param images row t: how likely each image is to be taken for that of text t, from 0 to 1; B
     *     rows of B numbers, zero on the diagonal
     * @param texts row p: how likely each text is to be taken for that of image p; the same
     * @param random the step's own chance
     */
    Choice choose(double[][] images, double[][] texts, SplittableRandom random);

    /**
     * Wrong partners.
     *
     * @param images for each text the number of an image, 0 to below B, not its own
     * @param texts for each image the number of a text, 0 to below B, not its own
     */
    record Choice(int[] images, int[] texts) {}
}
