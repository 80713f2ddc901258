package io.github.pevl.internal.step;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The positive and negative pairs of a batch, ordered by image, so that the keys and values of an
 * image are computed once for all its texts.
 *
 * @param texts index of the text of each pair, 0 to below B, (3B)
 * @param perImage the number of pairs with each image, (B)
 * @param labels 1 for positive pairs, 0 for negative ones, (3B)
 */
record Pairs(long[] texts, int[] perImage, long[] labels) {

    /**
     * Pairs each image with its own text, with the negative text chosen for it, and with the texts
     * whose negative it is.
     *
     * @param images the number of images, and of texts
     * @throws IllegalArgumentException if the choice is not one wrong partner each
     */
    static Pairs of(Negatives.Choice choice, int images) {
        check(choice.images(), images);
        check(choice.texts(), images);
        LongStream.Builder texts = LongStream.builder();
        LongStream.Builder labels = LongStream.builder();
        int[] perImage = new int[images];
        for (int image = 0; image < images; image++) {
            texts.add(image).add(choice.texts()[image]);
            labels.add(1).add(0);
            perImage[image] = 2;
            for (int text = 0; text < images; text++) {
                if (choice.images()[text] == image) {
                    texts.add(text);
                    labels.add(0);
                    perImage[image]++;
                }
            }
        }
        return new Pairs(texts.build().toArray(), perImage, labels.build().toArray());
    }

    private static void check(int[] partners, int count) {
        boolean right =
                partners.length == count
                        && IntStream.range(0, count)
                                .allMatch(
                                        i ->
                                                partners[i] >= 0
                                                        && partners[i] < count
                                                        && partners[i] != i);
        if (!right) {
            throw new IllegalArgumentException(
                    "The negatives are %s; each of the %d must get one of the others."
                            .formatted(Arrays.toString(partners), count));
        }
    }
}
