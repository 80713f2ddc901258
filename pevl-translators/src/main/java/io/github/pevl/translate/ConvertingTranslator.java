package io.github.pevl.translate;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.function.Function;

/** A task, with requests and answers of other types. */
final class ConvertingTranslator<I, R, A, O> implements Translator<I, O> {

    private final Translator<R, A> task;
    private final Function<I, R> request;
    private final Function<A, O> answer;

    ConvertingTranslator(Translator<R, A> task, Function<I, R> request, Function<A, O> answer) {
        this.task = task;
        this.request = request;
        this.answer = answer;
    }

    @Override
    public Batchifier getBatchifier() {
        return task.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, I input) throws Exception {
        return task.processInput(ctx, request.apply(input));
    }

    @Override
    public O processOutput(TranslatorContext ctx, NDList list) throws Exception {
        return answer.apply(task.processOutput(ctx, list));
    }
}
