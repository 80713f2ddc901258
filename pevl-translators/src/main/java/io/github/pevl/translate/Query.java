package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.prompt.EncodedPrompt;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks the network about one image: to predict the masks of texts, or whether texts
 * match the image. What comes of the scores is the result, or another query about the image.
 *
 * @param image the image
 * @param texts at least one
 * @param candidateIds the vocabulary ids to score at each mask, ascending; empty for all; null to
 *     match
 * @param logProbabilities whether scores are to be log-probabilities over the whole vocabulary
 * @param followed whether another query may follow, so that the image is encoded by itself
 * @param reply makes the result of the scores, or the next query
 */
record Query<A>(
        Image image,
        List<EncodedPrompt> texts,
        long @Nullable [] candidateIds,
        boolean logProbabilities,
        boolean followed,
        Function<Scores, Reply<A>> reply) {

    /**
     * What comes of scores.
     *
     * @param result the result; null if there is another query
     * @param next the next query; null if there is a result
     */
    record Reply<A>(@Nullable A result, @Nullable Query<A> next) {

        static <A> Reply<A> result(A result) {
            return new Reply<>(result, null);
        }

        static <A> Reply<A> ask(Query<A> next) {
            return new Reply<>(null, next);
        }

        private <O> Reply<O> map(Function<A, O> write) {
            return result == null ? ask(known(next).map(write)) : result(write.apply(result));
        }

        private static <T> T known(@Nullable T value) {
            return Objects.requireNonNull(value, "a reply is a result or a query");
        }
    }

    /** Asks whether texts match the image. */
    static <A> Query<A> match(Image image, List<EncodedPrompt> texts, Function<Scores, A> result) {
        return new Query<>(image, texts, null, false, false, result.andThen(Reply::result));
    }

    /** Asks for the scores of candidates at masks, before softmax. */
    static <A> Query<A> predict(
            Image image,
            List<EncodedPrompt> texts,
            long[] candidateIds,
            Function<Scores, A> result) {
        return new Query<>(image, texts, candidateIds, false, false, result.andThen(Reply::result));
    }

    /** Asks for the scores of candidates at masks, and perhaps for more then. */
    static <A> Query<A> predictThen(
            Image image,
            List<EncodedPrompt> texts,
            long[] candidateIds,
            Function<Scores, Reply<A>> reply) {
        return new Query<>(image, texts, candidateIds, false, true, reply);
    }

    /** Asks for the log-probabilities of candidates at masks. */
    static <A> Query<A> predictLog(
            Image image,
            List<EncodedPrompt> texts,
            long[] candidateIds,
            Function<Scores, A> result) {
        return new Query<>(image, texts, candidateIds, true, false, result.andThen(Reply::result));
    }

    /** The same with another type of result. */
    <O> Query<O> map(Function<A, O> write) {
        return new Query<>(
                image,
                texts,
                candidateIds,
                logProbabilities,
                followed,
                reply.andThen(answer -> answer.map(write)));
    }

    /** Whether the network is to say if texts match, and not to predict masks. */
    boolean matches() {
        return candidateIds == null;
    }
}
