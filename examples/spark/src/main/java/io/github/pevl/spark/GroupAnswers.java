package io.github.pevl.spark;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.SampleQuestions;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.translate.RequestLimits;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;

/** Asks a model about groups of samples, named by their numbers, in a Spark task. */
record GroupAnswers(EvaluationSource source)
        implements FlatMapFunction<Iterator<Integer>, GroupAnswers.Answer> {

    /** Results may have infinite scores. */
    static final Gson JSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

    /** The samples that this process has read last, for all its tasks. */
    private static Map.@Nullable Entry<EvaluationSource, EvaluationData> known;

    /**
     * An answer on its way to the driver.
     *
     * @param result of the model, as JSON
     * @param cut whether the request had to be truncated
     */
    record Answer(int group, String result, boolean cut) implements Serializable {}

    @Override
    public Iterator<Answer> call(Iterator<Integer> groups) throws IOException, TranslateException {
        return ask(TaskEvaluators.named(source.task()), groups);
    }

    private <Q, A, S extends Sample> Iterator<Answer> ask(
            TaskEvaluator<Q, A, S> evaluator, Iterator<Integer> numbers)
            throws IOException, TranslateException {
        TaskContext task = TaskContext.get();
        ModelKey<Q, A> key =
                new ModelKey<>(
                        source.model(),
                        RequestLimits.TRUSTED.arguments(),
                        evaluator.task().requestType(),
                        evaluator.task().resultType());
        Predictor<Q, A> predictor = ExecutorModels.predictor(ExecutorModels.lend(key, task), task);
        List<List<S>> groups = EvaluationSource.groups(evaluator, data(source));
        List<Answer> answers = new ArrayList<>();
        while (numbers.hasNext()) {
            int number = numbers.next();
            SampleQuestions.Answered<A> answer =
                    SampleQuestions.answer(evaluator, predictor::predict, groups.get(number));
            answers.add(new Answer(number, JSON.toJson(answer.result()), answer.cut()));
        }
        return answers.iterator();
    }

    private static synchronized EvaluationData data(EvaluationSource source) throws IOException {
        if (known == null || !known.getKey().equals(source)) {
            known = Map.entry(source, source.read());
        }
        return known.getValue();
    }
}
