package io.github.pevl.translate;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.function.Function;

/** Grounding, with requests and answers of other types. */
final class ConvertingTranslator<I, O> implements Translator<I, O> {

    private final GroundingTranslator grounding;
    private final Function<I, GroundingRequest> request;
    private final Function<GroundingResult, O> answer;

    ConvertingTranslator(
            GroundingTranslator grounding,
            Function<I, GroundingRequest> request,
            Function<GroundingResult, O> answer) {
        this.grounding = grounding;
        this.request = request;
        this.answer = answer;
    }

    @Override
    public Batchifier getBatchifier() {
        return grounding.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, I input) {
        return grounding.processInput(ctx, request.apply(input));
    }

    @Override
    public O processOutput(TranslatorContext ctx, NDList list) {
        return answer.apply(grounding.processOutput(ctx, list));
    }
}
