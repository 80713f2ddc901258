package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a training pass gives the losses. What the objective does not ask for is null.
 *
 * <p>B are images, T texts, K hidden places, V the vocabulary, Q the queue's size, R the pairs to
 * match: T if they are labelled, 3B if wrong ones were drawn.
 *
 * @param words scores of all words at the hidden places before softmax, (K, V)
 * @param twinWords the momentum twin's probabilities there, (K, V); null without distillation
 * @param likeness of each image and its first text with the twin's texts and images of the batch
 *     and the queue, (B, B + Q)
 * @param twinLikeness the same of the twin's own; null without distillation
 * @param matches scores of "no" and "yes" before softmax, (R, 2)
 * @param matchLabels 1 for right pairs, 0 for wrong ones, int64 (R)
 */
public record TrainingScores(
        NDArray words,
        NDArray twinWords,
        Similarities likeness,
        Similarities twinLikeness,
        NDArray matches,
        NDArray matchLabels) {

    private static final String WORDS = "words";
    private static final String TWIN_WORDS = "twin_words";
    private static final String LIKENESS = "likeness";
    private static final String TWIN_LIKENESS = "twin_likeness";
    private static final String IMAGE_TO_TEXT = ".image_to_text";
    private static final String TEXT_TO_IMAGE = ".text_to_image";
    private static final String MATCHES = "matches";
    private static final String MATCH_LABELS = "match_labels";

    /** The arrays that are there, each with its name. */
    public NDList toList() {
        NDList list = new NDList();
        add(list, WORDS, words);
        add(list, TWIN_WORDS, twinWords);
        add(list, LIKENESS, likeness);
        add(list, TWIN_LIKENESS, twinLikeness);
        add(list, MATCHES, matches);
        add(list, MATCH_LABELS, matchLabels);
        return list;
    }

    /** Reads the arrays back by their names. */
    public static TrainingScores of(NDList list) {
        return new TrainingScores(
                list.get(WORDS),
                list.get(TWIN_WORDS),
                similarities(list, LIKENESS),
                similarities(list, TWIN_LIKENESS),
                list.get(MATCHES),
                list.get(MATCH_LABELS));
    }

    private static void add(NDList list, String name, Similarities similarities) {
        if (similarities != null) {
            add(list, name + IMAGE_TO_TEXT, similarities.imageToText());
            add(list, name + TEXT_TO_IMAGE, similarities.textToImage());
        }
    }

    private static void add(NDList list, String name, NDArray array) {
        if (array != null) {
            array.setName(name);
            list.add(array);
        }
    }

    private static Similarities similarities(NDList list, String name) {
        NDArray imageToText = list.get(name + IMAGE_TO_TEXT);
        return imageToText == null
                ? null
                : new Similarities(imageToText, list.get(name + TEXT_TO_IMAGE));
    }
}
