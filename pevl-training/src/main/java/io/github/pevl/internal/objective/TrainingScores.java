package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * The scores that the losses compare. What the objective does not need is null.
 *
 * <p>B is the number of images, T of texts, K of mask positions, V the size of the vocabulary, Q of
 * the queue, R the number of pairs to match: T if they are labelled, 3B if negatives were drawn.
 *
 * @param tokens scores of the whole vocabulary at the mask positions before softmax, (K, V)
 * @param momentumTokens the momentum encoder's probabilities there, (K, V); null without
 *     distillation
 * @param similarities of each image and its first text with the momentum features of the batch and
 *     the queue, (B, B + Q)
 * @param momentumSimilarities the same of the momentum encoder; null without distillation
 * @param matches scores of "no" and "yes" before softmax, (R, 2)
 * @param matchLabels 1 for positive pairs, 0 for negative ones, int64 (R)
 */
public record TrainingScores(
        @Nullable NDArray tokens,
        @Nullable NDArray momentumTokens,
        @Nullable Similarities similarities,
        @Nullable Similarities momentumSimilarities,
        @Nullable NDArray matches,
        @Nullable NDArray matchLabels) {

    private static final String TOKENS = "tokens";
    private static final String MOMENTUM_TOKENS = "momentum_tokens";
    private static final String SIMILARITIES = "similarities";
    private static final String MOMENTUM_SIMILARITIES = "momentum_similarities";
    private static final String IMAGE_TO_TEXT = ".image_to_text";
    private static final String TEXT_TO_IMAGE = ".text_to_image";
    private static final String MATCHES = "matches";
    private static final String MATCH_LABELS = "match_labels";

    /** The arrays that are not null, each with its name. */
    public NDList toList() {
        NDList list = new NDList();
        add(list, TOKENS, tokens);
        add(list, MOMENTUM_TOKENS, momentumTokens);
        add(list, SIMILARITIES, similarities);
        add(list, MOMENTUM_SIMILARITIES, momentumSimilarities);
        add(list, MATCHES, matches);
        add(list, MATCH_LABELS, matchLabels);
        return list;
    }

    /** Reads the arrays back by their names. */
    public static TrainingScores of(NDList list) {
        return new TrainingScores(
                list.get(TOKENS),
                list.get(MOMENTUM_TOKENS),
                similarities(list, SIMILARITIES),
                similarities(list, MOMENTUM_SIMILARITIES),
                list.get(MATCHES),
                list.get(MATCH_LABELS));
    }

    private static void add(NDList list, String name, @Nullable Similarities similarities) {
        if (similarities != null) {
            add(list, name + IMAGE_TO_TEXT, similarities.imageToText());
            add(list, name + TEXT_TO_IMAGE, similarities.textToImage());
        }
    }

    private static void add(NDList list, String name, @Nullable NDArray array) {
        if (array != null) {
            array.setName(name);
            list.add(array);
        }
    }

    private static @Nullable Similarities similarities(NDList list, String name) {
        NDArray imageToText = list.get(name + IMAGE_TO_TEXT);
        return imageToText == null
                ? null
                : new Similarities(imageToText, list.get(name + TEXT_TO_IMAGE));
    }
}
