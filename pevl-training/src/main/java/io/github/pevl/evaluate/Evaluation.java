package io.github.pevl.evaluate;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.Sample;
import io.github.pevl.internal.evaluate.SampleQuestions;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.metric.Comparison;
import io.github.pevl.metric.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            return SampleQuestions.ask(
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
                    SampleQuestions.ask(
                            evaluator,
                            first::predict,
                            samples,
                            r -> answers.addAll(evaluator.answers(r)),
                            progress);
            Report otherReport =
                    SampleQuestions.ask(
                            evaluator,
                            second::predict,
                            samples,
                            r -> others.addAll(evaluator.answers(r)),
                            done -> progress.accept(samples.size() + done));
            return Comparison.of(report, otherReport, answers, others);
        }
    }
}
