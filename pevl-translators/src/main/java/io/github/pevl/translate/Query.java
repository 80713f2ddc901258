package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import java.util.List;
import java.util.function.Function;

/**
 * What a task asks the network about one image: texts whose {@code [MASK]}s are to be filled, or
 * that match the image or not.
 *
 * @param image the image
 * @param texts ids of each text
 * @param columns the vocabulary ids to score at each mask, rising; empty for all; null to match
 * @param logProbabilities whether scores are to be log-probabilities over the whole vocabulary
 * @param answer makes the answer of the scores
 */
record Query<O>(
        Image image,
        List<long[]> texts,
        long[] columns,
        boolean logProbabilities,
        Function<Scores, O> answer) {

    static <O> Query<O> match(Image image, List<long[]> texts, Function<Scores, O> answer) {
        return new Query<>(image, texts, null, false, answer);
    }

    static <O> Query<O> fill(
            Image image, List<long[]> texts, long[] columns, Function<Scores, O> answer) {
        return new Query<>(image, texts, columns, false, answer);
    }

    static <O> Query<O> fillLog(
            Image image, List<long[]> texts, long[] columns, Function<Scores, O> answer) {
        return new Query<>(image, texts, columns, true, answer);
    }
}
