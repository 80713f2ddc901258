package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.Sample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.TextTooLongException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Asks a model about samples, as their task's evaluator says. */
public final class SampleQuestions {

    private SampleQuestions() {}

    /** Answers requests, as a predictor does. */
    @FunctionalInterface
    public interface Model<Q, A> {

        /**
         * Answers a request.
         *
         * @throws TranslateException if the model fails
         */
        A answer(Q request) throws TranslateException;
    }

    /**
     * An answer to be scored.
     *
     * @param result of the model
     * @param cut whether the request had to be truncated
     */
    public record Answered<A>(A result, boolean cut) {}

    /**
     * Asks about samples of one image, whose texts are cut if they are too long.
     *
     * @param group samples that the evaluator {@linkplain TaskEvaluator#groups asks together}
     * @throws IOException if the image cannot be read
     * @throws TranslateException if the model fails
     */
    public static <Q, A, S extends Sample> Answered<A> answer(
            TaskEvaluator<Q, A, S> evaluator, Model<Q, A> model, List<S> group)
            throws IOException, TranslateException {
        Image image = group.get(0).open();
        Q request = evaluator.request(group, image);
        try {
            return new Answered<>(model.answer(request), false);
        } catch (TranslateException | TextTooLongException e) {
            if (!isTooLong(e)) {
                throw e;
            }
            // The evaluation goes on, as the original's does, and counts such texts.
            return new Answered<>(model.answer(evaluator.truncated(request)), true);
        }
    }

    /** Asks about all samples and scores the results. */
    public static <Q, A, S extends Sample> Report ask(
            TaskEvaluator<Q, A, S> evaluator,
            Model<Q, A> model,
            List<S> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        return ask(evaluator, model, samples, result -> {}, progress);
    }

    /**
     * The same, and passes on each result.
     *
     * @param results told each result, in the order of the groups
     */
    public static <Q, A, S extends Sample> Report ask(
            TaskEvaluator<Q, A, S> evaluator,
            Model<Q, A> model,
            List<S> samples,
            Consumer<A> results,
            IntConsumer progress)
            throws IOException, TranslateException {
        TaskEvaluator.Scorer<S, A> scorer = evaluator.scorer();
        int done = 0;
        for (List<S> group : evaluator.groups(samples)) {
            if (group.stream().allMatch(evaluator::asks)) {
                Answered<A> answered = answer(evaluator, model, group);
                results.accept(answered.result());
                scorer.add(group, answered.result(), answered.cut());
            }
            done += group.size();
            progress.accept(done);
        }
        return scorer.report();
    }

    /** Whether a text was too long; predictors wrap the exception. */
    private static boolean isTooLong(Exception e) {
        return e instanceof TextTooLongException || e.getCause() instanceof TextTooLongException;
    }
}
