package io.github.pevl.run;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.RelationSample;
import io.github.pevl.data.Sample;
import io.github.pevl.prompt.ChoicePrompt;
import io.github.pevl.translate.AnswerRequest;
import io.github.pevl.translate.AnswerResult;
import io.github.pevl.translate.ChoiceRequest;
import io.github.pevl.translate.ChoiceResult;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import io.github.pevl.translate.PhraseRequest;
import io.github.pevl.translate.RelationRequest;
import io.github.pevl.translate.RelationResult;
import java.io.IOException;
import java.util.List;
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
     * @throws IOException if the model or a picture cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(Predictors predictors, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        return switch (data.task()) {
            case GROUNDING ->
                    ask(
                            predictors.open(GroundingRequest.class, GroundingResult.class),
                            GroundingEvaluation::run,
                            samples(data, GroundingSample.class),
                            progress);
            case PHRASES ->
                    ask(
                            predictors.open(PhraseRequest.class, GroundingResult.class),
                            PhraseEvaluation::run,
                            samples(data, GroundingSample.class),
                            progress);
            case RELATIONS ->
                    ask(
                            predictors.open(RelationRequest.class, RelationResult.class),
                            RelationEvaluation::run,
                            samples(data, RelationSample.class),
                            progress);
            case CHOICES ->
                    ask(
                            predictors.open(ChoiceRequest.class, ChoiceResult.class),
                            Evaluation::choices,
                            samples(data, ChoiceSample.class),
                            progress);
            case ANSWERS ->
                    ask(
                            predictors.open(AnswerRequest.class, AnswerResult.class),
                            AnswerEvaluation::run,
                            samples(data, AnswerSample.class),
                            progress);
        };
    }

    /** One task's way to ask and to count. */
    private interface Measure<I, O, S> {
        Report run(Predictor<I, O> predictor, List<S> samples, IntConsumer progress)
                throws IOException, TranslateException;
    }

    private static <I, O, S> Report ask(
            Predictor<I, O> opened, Measure<I, O, S> measure, List<S> samples, IntConsumer progress)
            throws IOException, TranslateException {
        try (opened) {
            return measure.run(opened, samples, progress);
        }
    }

    /** References are written as the released weights were evaluated. */
    private static Report choices(
            Predictor<ChoiceRequest, ChoiceResult> predictor,
            List<ChoiceSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        return ChoiceEvaluation.run(predictor, samples, ChoicePrompt.Style.EVALUATED, progress);
    }

    private static <S extends Sample> List<S> samples(EvaluationData data, Class<S> type) {
        return data.samples().stream().map(type::cast).toList();
    }
}
