package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.Sample;
import io.github.pevl.metric.Report;
import io.github.pevl.translate.Task;
import java.util.List;

/**
 * How a model's answers for a task compare with annotations: what to ask about a sample, and how to
 * score the result. Stateless. {@link TaskEvaluators} lists them.
 *
 * @param <Q> type of requests
 * @param <A> type of results
 * @param <S> type of samples
 */
public interface TaskEvaluator<Q, A, S extends Sample> {

    /** The task. */
    Task<Q, A> task();

    /** The annotations that the task is evaluated on. */
    Corpus corpus();

    /** The type of the samples in these annotations. */
    Class<S> sampleType();

    /** Whether there is something to ask about a sample. */
    default boolean asks(S sample) {
        return true;
    }

    /** Divides samples into groups that are asked together. */
    default List<List<S>> groups(List<S> samples) {
        return samples.stream().map(List::of).toList();
    }

    /**
     * The request about a group of samples.
     *
     * @param samples of one group, at least one
     * @param image of the samples, in its annotated size
     */
    Q request(List<S> samples, Image image);

    /** The request about one sample. */
    default Q request(S sample, Image image) {
        return request(List.of(sample), image);
    }

    /** A request with its texts cut to what the model takes. */
    default Q truncated(Q request) {
        return request;
    }

    /** The best answers in a result, by which two models are compared. */
    List<?> answers(A result);

    /** Starts to score results. */
    Scorer<S, A> scorer();

    /** Scores the results of one evaluation. */
    interface Scorer<S, A> {

        /**
         * Scores a result.
         *
         * @param samples that were asked together
         * @param cut whether the request had to be {@linkplain #truncated truncated}
         * @throws IllegalArgumentException if the model does not know what is annotated
         */
        void add(List<S> samples, A result, boolean cut);

        /**
         * The scores so far.
         *
         * @throws IllegalArgumentException if nothing was scored
         */
        Report report();
    }
}
