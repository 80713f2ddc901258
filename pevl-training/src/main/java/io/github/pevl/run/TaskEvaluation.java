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
import io.github.pevl.recipe.Task;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.ReferenceStyle;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * How a task is evaluated.
 *
 * @param request what the model is asked
 * @param result what it answers
 * @param sample what is known of the right answer
 * @param measure asks and counts
 * @param best the answers in a result, by which two models are compared
 */
record TaskEvaluation<I, O, S extends Sample>(
        Class<I> request,
        Class<O> result,
        Class<S> sample,
        Measure<I, O, S> measure,
        Function<O, List<?>> best) {

    /** One task's way to ask and to count. */
    @FunctionalInterface
    interface Measure<I, O, S> {
        Report run(Asked<I, O> asked, List<S> samples, IntConsumer progress)
                throws IOException, TranslateException;
    }

    static TaskEvaluation<?, ?, ?> of(Task task) {
        return switch (task) {
            case GROUNDING ->
                    new TaskEvaluation<>(
                            GroundingRequest.class,
                            GroundingResult.class,
                            GroundingSample.class,
                            GroundingEvaluation::run,
                            TaskEvaluation::boxes);
            case PHRASES ->
                    new TaskEvaluation<>(
                            PhraseRequest.class,
                            GroundingResult.class,
                            GroundingSample.class,
                            PhraseEvaluation::run,
                            TaskEvaluation::boxes);
            case RELATIONS ->
                    new TaskEvaluation<>(
                            RelationRequest.class,
                            RelationResult.class,
                            RelationSample.class,
                            RelationEvaluation::run,
                            TaskEvaluation::predicates);
            case CHOICES ->
                    new TaskEvaluation<>(
                            ChoiceRequest.class,
                            ChoiceResult.class,
                            ChoiceSample.class,
                            TaskEvaluation::choices,
                            result -> List.of(result.best()));
            case ANSWERS ->
                    new TaskEvaluation<>(
                            AnswerRequest.class,
                            AnswerResult.class,
                            AnswerSample.class,
                            AnswerEvaluation::run,
                            result -> List.of(result.best().text()));
        };
    }

    Report run(Evaluation.Predictors model, EvaluationData data, IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        try (Predictor<I, O> predictor = model.open(request, result)) {
            return measure.run(predictor::predict, samples(data), progress);
        }
    }

    /** Both are opened first, so that a model that is missing is known before the work begins. */
    Comparison compare(
            Evaluation.Predictors model,
            Evaluation.Predictors other,
            EvaluationData data,
            IntConsumer progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        try (Predictor<I, O> first = model.open(request, result);
                Predictor<I, O> second = other.open(request, result)) {
            List<S> samples = samples(data);
            List<Object> answers = new ArrayList<>();
            List<Object> others = new ArrayList<>();
            Report report = measure.run(noting(first, answers), samples, progress);
            Report otherReport =
                    measure.run(
                            noting(second, others),
                            samples,
                            done -> progress.accept(samples.size() + done));
            return Comparison.of(report, otherReport, answers, others);
        }
    }

    private Asked<I, O> noting(Predictor<I, O> predictor, List<Object> answers) {
        return asked -> {
            O answer = predictor.predict(asked);
            answers.addAll(best.apply(answer));
            return answer;
        };
    }

    private List<S> samples(EvaluationData data) {
        return data.samples().stream().map(sample::cast).toList();
    }

    private static List<?> boxes(GroundingResult result) {
        return result.groundings().stream().map(g -> g.best().area()).toList();
    }

    private static List<?> predicates(RelationResult result) {
        return result.pairs().stream().map(pair -> result.predicates().get(pair.best())).toList();
    }

    /** References are written as the released weights were evaluated. */
    private static Report choices(
            Asked<ChoiceRequest, ChoiceResult> asked,
            List<ChoiceSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        return ChoiceEvaluation.run(asked, samples, ReferenceStyle.EVALUATED, progress);
    }
}
