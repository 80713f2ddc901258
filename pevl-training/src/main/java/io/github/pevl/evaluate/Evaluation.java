package io.github.pevl.evaluate;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.Sample;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.metric.Comparison;
import io.github.pevl.metric.Report;
import io.github.pevl.request.TextTooLongException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Evaluates models by the metric of a task. */
public final class Evaluation {

    private Evaluation() {}

    /** Opens predictors of a model. */
    @FunctionalInterface
    public interface Predictors {

        /**
         * Opens one; it is closed when the evaluation is done.
         *
         * @throws IOException if the model cannot be read
         * @throws ModelNotFoundException if there is no model
         * @throws MalformedModelException if it is no model
         */
        <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer)
                throws IOException, ModelNotFoundException, MalformedModelException;
    }

    /**
     * Evaluates a model.
     *
     * @param data the samples to ask about
     * @param progress told the number of samples done
     * @throws IOException if the model or an image cannot be read
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if the model does not know what is annotated
     */
    public static Report run(Predictors model, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        return run(TaskEvaluators.of(data.task()), model, data, progress);
    }

    private static <Q, A, S extends Sample> Report run(
            TaskEvaluator<Q, A, S> evaluator,
            Predictors model,
            EvaluationData data,
            IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        try (Predictor<Q, A> predictor =
                model.open(evaluator.task().requestType(), evaluator.task().resultType())) {
            return ask(
                    evaluator, predictor::predict, data.samples(evaluator.sampleType()), progress);
        }
    }

    /**
     * Evaluates two models, one after the other, and compares their answers.
     *
     * @param model the model in question
     * @param other the model to compare it with, such as the one that it was compiled from
     * @param data the samples to ask about
     * @param progress told the number of samples done, which are twice those of the data
     * @throws IOException if a model or an image cannot be read
     * @throws TranslateException if a model fails
     * @throws IllegalArgumentException if a model does not know what is annotated
     */
    public static Comparison compare(
            Predictors model, Predictors other, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        return compare(TaskEvaluators.of(data.task()), model, other, data, progress);
    }

    private static <Q, A, S extends Sample> Comparison compare(
            TaskEvaluator<Q, A, S> evaluator,
            Predictors model,
            Predictors other,
            EvaluationData data,
            IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        Class<Q> request = evaluator.task().requestType();
        Class<A> result = evaluator.task().resultType();
        // Both are opened first: a missing model must be known before the work starts.
        try (Predictor<Q, A> first = model.open(request, result);
                Predictor<Q, A> second = other.open(request, result)) {
            List<S> samples = data.samples(evaluator.sampleType());
            List<Object> answers = new ArrayList<>();
            List<Object> others = new ArrayList<>();
            Report report =
                    ask(
                            evaluator,
                            first::predict,
                            samples,
                            r -> answers.addAll(evaluator.answers(r)),
                            progress);
            Report otherReport =
                    ask(
                            evaluator,
                            second::predict,
                            samples,
                            r -> others.addAll(evaluator.answers(r)),
                            done -> progress.accept(samples.size() + done));
            return Comparison.of(report, otherReport, answers, others);
        }
    }

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

    private static <Q, A, S extends Sample> Report ask(
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
