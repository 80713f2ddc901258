package io.github.pevl.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;

/**
 * A request that is timed.
 *
 * @param task what is asked; rows of one task differ in the number of texts only
 * @param count how much of it, such as "10"
 * @param title the same for people, such as "10 expressions"
 * @param texts sentences that the network reads for it
 * @param original what it costs the original, in matrix products
 * @param translator of the request
 * @param request the same for every model
 */
public record BenchRow<I, O>(
        String task,
        int count,
        String title,
        int texts,
        double original,
        Translator<I, O> translator,
        I request) {

    /** What {@code --rows} calls it. */
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
