package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import io.github.pevl.internal.prompt.EncodedPrompt;

/**
 * A served request that has been read: its JSON, its image, its limits. {@link ServingTranslator}
 * makes it, and predicts it without reading anything again. What is wrong with a request, or slow,
 * such as an image that is fetched, is over by then, and holds up no request beside it.
 */
final class ServedRequest extends Input {

    /** More tokens than this are asked alone: others would wait for them. */
    private static final long MAX_SHARED_TOKENS = 1024;

    private final String task;
    private final PevlTranslator<RequestJson, Output> translator;
    private final Query<Output> query;
    private final Object kind;

    private record Kind(String task, boolean encoded) {}

    ServedRequest(
            String task, PevlTranslator<RequestJson, Output> translator, Query<Output> query) {
        this.task = task;
        this.translator = translator;
        this.query = query;
        long tokens = query.texts().stream().mapToLong(EncodedPrompt::length).sum();
        boolean encoded = query.followed() || query.image() instanceof EncodedImage.Encoded;
        kind = tokens > MAX_SHARED_TOKENS ? this : new Kind(task, encoded);
    }

    /** See {@link ServingTranslator#task}. */
    String task() {
        return task;
    }

    /** See {@link ServingTranslator#kind}. */
    Object kind() {
        return kind;
    }

    PevlTranslator<RequestJson, Output> translator() {
        return translator;
    }

    Query<Output> query() {
        return query;
    }
}
