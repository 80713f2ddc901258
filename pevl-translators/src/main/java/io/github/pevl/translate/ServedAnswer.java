package io.github.pevl.translate;

import ai.djl.modality.Output;
import ai.djl.util.JsonUtils;

/** The answer to a served request: JSON, and the result that it was made of. */
final class ServedAnswer extends Output {

    private final Object result;

    /**
     * Writes an answer.
     *
     * @param result of the task
     * @param json what a server answers of it
     */
    ServedAnswer(Object result, Object json) {
        super(200, "OK");
        addProperty("Content-Type", "application/json");
        add(JsonUtils.GSON_PRETTY.toJson(json) + "\n");
        this.result = result;
    }

    /** See {@link ServingTranslator#result}. */
    Object result() {
        return result;
    }
}
