package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.JsonUtils;
import java.io.IOException;
import java.util.function.Function;

/** A task as DJL Serving asks it: JSON in, JSON out. */
final class ServingTranslator<I, O> implements Translator<Input, Output> {

    /** Reads a request. */
    interface Parser<I> {
        I parse(RequestJson json) throws IOException;
    }

    private final Translator<I, O> task;
    private final ServedImages images;
    private final Parser<I> parser;
    private final Function<O, Object> shown;

    /**
     * Makes a translator.
     *
     * @param task the task itself
     * @param images reads images of requests
     * @param parser reads its requests
     * @param shown what of an answer becomes JSON
     */
    ServingTranslator(
            Translator<I, O> task,
            ServedImages images,
            Parser<I> parser,
            Function<O, Object> shown) {
        this.task = task;
        this.images = images;
        this.parser = parser;
        this.shown = shown;
    }

    @Override
    public Batchifier getBatchifier() {
        return task.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, Input input) throws Exception {
        I request;
        try {
            request = parser.parse(RequestJson.of(input, images));
        } catch (OutOfMemoryError e) {
            throw PevlTranslator.tooLarge(e);
        }
        return task.processInput(ctx, request);
    }

    @Override
    public Output processOutput(TranslatorContext ctx, NDList list) throws Exception {
        Output output = new Output(200, "OK");
        output.addProperty("Content-Type", "application/json");
        Object answer = shown.apply(task.processOutput(ctx, list));
        output.add(JsonUtils.GSON_PRETTY.toJson(answer) + "\n");
        return output;
    }
}
