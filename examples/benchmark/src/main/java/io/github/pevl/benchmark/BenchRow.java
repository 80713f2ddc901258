package io.github.pevl.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;

/**
 * A request that is timed.
 *
 * @param task kind of request; rows of one task differ only in the number of texts
 * @param count number of expressions, choices, objects or questions
 * @param title for people, such as "10 expressions"
 * @param texts number of sentences that the network reads
 * @param translator encodes the request
 * @param request the same for every model
 */
public record BenchRow<I, O>(
        String task, int count, String title, int texts, Translator<I, O> translator, I request) {

    /** Its name for {@code --rows}, such as "expressions-10". */
    public String name() {
        return task + "-" + count;
    }

    /** Asks a model once. */
    void ask(Model model) throws TranslateException {
        try (Predictor<I, O> predictor = model.newPredictor(translator)) {
            predictor.predict(request);
        }
    }
}
