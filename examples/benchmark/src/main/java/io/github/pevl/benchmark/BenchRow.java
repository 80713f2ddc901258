package io.github.pevl.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.pevl.translate.Task;
import java.util.List;

/**
 * What is timed: a request, or several at a time, each about an image of its own.
 *
 * @param task of the requests; rows of one task differ only in the number of texts or images
 * @param count number of expressions, choices, objects or questions of a request
 * @param title for people, such as "10 expressions"
 * @param texts number of sentences that the network reads
 * @param translator encodes the requests
 * @param requests the same for every model
 */
public record BenchRow<I, O>(
        Task<I, O> task,
        int count,
        String title,
        int texts,
        Translator<I, O> translator,
        List<I> requests) {

    /** Its name for {@code --rows}, such as "grounding-10", or "grounding-1x8" for eight images. */
    public String name() {
        return name(task.name(), count, requests.size());
    }

    static String name(String task, int count, int images) {
        return task + "-" + count + (images == 1 ? "" : "x" + images);
    }

    /** Asks a model once. */
    void ask(Model model) throws TranslateException {
        try (Predictor<I, O> predictor = model.newPredictor(translator)) {
            predictor.batchPredict(requests);
        }
    }
}
