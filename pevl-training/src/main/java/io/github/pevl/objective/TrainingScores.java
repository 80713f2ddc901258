package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a training pass gives the losses. What the objective does not ask for is null.
 *
 * <p>B are pictures, T texts, K hidden places, V the vocabulary, Q the queue's size, R the pairs to
 * match: T if they are labelled, 3B if wrong ones were drawn.
 *
 * @param words scores of all words at the hidden places before softmax, (K, V)
 * @param twinWords the momentum twin's probabilities there, (K, V); null without distillation
 * @param imageToText similarity of each picture with texts, divided by the temperature, (B, B + Q);
 *     column i of the first B is the text of picture i
 * @param textToImage the same of each picture's first text with pictures, (B, B + Q)
 * @param twinImageToText the twin's {@code imageToText}; null without distillation
 * @param twinTextToImage the twin's {@code textToImage}; null without distillation
 * @param matches scores of "no" and "yes" before softmax, (R, 2)
 * @param matchLabels 1 for right pairs, 0 for wrong ones, int64 (R)
 */
public record TrainingScores(
        NDArray words,
        NDArray twinWords,
        NDArray imageToText,
        NDArray textToImage,
        NDArray twinImageToText,
        NDArray twinTextToImage,
        NDArray matches,
        NDArray matchLabels) {

    private static final String WORDS = "words";
    private static final String TWIN_WORDS = "twin_words";
    private static final String IMAGE_TO_TEXT = "image_to_text";
    private static final String TEXT_TO_IMAGE = "text_to_image";
    private static final String TWIN_IMAGE_TO_TEXT = "twin_image_to_text";
    private static final String TWIN_TEXT_TO_IMAGE = "twin_text_to_image";
    private static final String MATCHES = "matches";
    private static final String MATCH_LABELS = "match_labels";

    /** The arrays that are there, each with its name. */
    public NDList toList() {
        NDList list = new NDList();
        add(list, WORDS, words);
        add(list, TWIN_WORDS, twinWords);
        add(list, IMAGE_TO_TEXT, imageToText);
        add(list, TEXT_TO_IMAGE, textToImage);
        add(list, TWIN_IMAGE_TO_TEXT, twinImageToText);
        add(list, TWIN_TEXT_TO_IMAGE, twinTextToImage);
        add(list, MATCHES, matches);
        add(list, MATCH_LABELS, matchLabels);
        return list;
    }

    /** Reads the arrays back by their names. */
    public static TrainingScores of(NDList list) {
        return new TrainingScores(
                list.get(WORDS),
                list.get(TWIN_WORDS),
                list.get(IMAGE_TO_TEXT),
                list.get(TEXT_TO_IMAGE),
                list.get(TWIN_IMAGE_TO_TEXT),
                list.get(TWIN_TEXT_TO_IMAGE),
                list.get(MATCHES),
                list.get(MATCH_LABELS));
    }

    private static void add(NDList list, String name, NDArray array) {
        if (array != null) {
            array.setName(name);
            list.add(array);
        }
    }
}
