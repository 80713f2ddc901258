package io.github.pevl.step;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Right and wrong pairs of a batch, ordered by picture, so that a picture's keys and values are
 * made once for all the texts that look at it.
 *
 * @param texts the number of the text of each pair, 0 to below B, (3B)
 * @param perPicture how many pairs each picture is in, (B)
 * @param labels 1 for right pairs, 0 for wrong ones, (3B)
 */
record Pairs(long[] texts, int[] perPicture, long[] labels) {

    /**
     * Each picture with its own text, with the text chosen for it, and with those texts that it was
     * chosen for.
     *
     * @param pictures the number of pictures, and of texts
     * @throws IllegalArgumentException if the choice is not one wrong partner for each
     */
    static Pairs of(Negatives.Choice choice, int pictures) {
        check(choice.pictures(), pictures);
        check(choice.texts(), pictures);
        LongStream.Builder texts = LongStream.builder();
        LongStream.Builder labels = LongStream.builder();
        int[] perPicture = new int[pictures];
        for (int picture = 0; picture < pictures; picture++) {
            texts.add(picture).add(choice.texts()[picture]);
            labels.add(1).add(0);
            perPicture[picture] = 2;
            for (int text = 0; text < pictures; text++) {
                if (choice.pictures()[text] == picture) {
                    texts.add(text);
                    labels.add(0);
                    perPicture[picture]++;
                }
            }
        }
        return new Pairs(texts.build().toArray(), perPicture, labels.build().toArray());
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
                    "Wrong partners were chosen as %s; each of %d must get one of the others."
                            .formatted(Arrays.toString(partners), count));
        }
    }
}
