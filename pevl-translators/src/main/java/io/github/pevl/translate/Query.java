package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.prompt.EncodedPrompt;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks the network about one image: to predict the masks of texts, or whether texts
 * match the image.
 *
 * @param image the image
 * @param texts at least one
 * @param candidateIds the vocabulary ids to score at each mask, ascending; empty for all; null to
 *     match
 * @param logProbabilities whether scores are to be log-probabilities over the whole vocabulary
 * @param result makes the result of the scores
 */
record Query<A>(
        Image image,
        List<EncodedPrompt> texts,
        long @Nullable [] candidateIds,
        boolean logProbabilities,
        Function<Scores, A> result) {

    /** Asks whether texts match the image. */
    static <A> Query<A> match(Image image, List<EncodedPrompt> texts, Function<Scores, A> result) {
        return new Query<>(image, texts, null, false, result);
    }

    /** Asks for the scores of candidates at masks, before softmax. */
    static <A> Query<A> predict(
            Image image,
            List<EncodedPrompt> texts,
            long[] candidateIds,
            Function<Scores, A> result) {
        return new Query<>(image, texts, candidateIds, false, result);
    }

    /** Asks for the log-probabilities of candidates at masks. */
    static <A> Query<A> predictLog(
            Image image,
            List<EncodedPrompt> texts,
            long[] candidateIds,
            Function<Scores, A> result) {
        return new Query<>(image, texts, candidateIds, true, result);
    }

    /** The same with another type of result. */
    <O> Query<O> map(Function<A, O> write) {
        return new Query<>(image, texts, candidateIds, logProbabilities, result.andThen(write));
    }

    /** Whether the network is to say if texts match, and not to predict masks. */
    boolean matches() {
        return candidateIds == null;
    }
}
