package io.github.pevl.run;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.function.IntConsumer;

/** Evaluates a model by the metric of the data's task. */
public final class Evaluation {

    private Evaluation() {}

    /** Opens predictors of a model. */
    @FunctionalInterface
    public interface Predictors {

        /**
         * Opens one; it is closed when the evaluation is done.
         *
         * @throws IOException if the model cannot be read; the others if there is none, or it is no
         *     model
         */
        <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer)
                throws IOException, ModelNotFoundException, MalformedModelException;
    }

    /**
     * Evaluates.
     *
     * @param predictors of the model
     * @param data what to ask, and what is right
     * @param progress told the number of entries done
     * @throws IOException if the model or an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(Predictors predictors, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        return TaskEvaluation.of(data.task()).run(predictors, data, progress);
    }

    /**
     * Evaluates two models, one after the other, and compares their answers.
     *
     * @param predictors of the model in question
     * @param others of the model that it is compared with, such as the one that it was compiled
     *     from
     * @param data what to ask, and what is right
     * @param progress told the number of entries done, which are twice those of the data
     * @throws IOException if a model or an image cannot be read
     * @throws TranslateException if a model fails
     */
    public static Comparison compare(
            Predictors predictors, Predictors others, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        return TaskEvaluation.of(data.task()).compare(predictors, others, data, progress);
    }
}
