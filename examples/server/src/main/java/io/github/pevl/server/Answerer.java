package io.github.pevl.server;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import java.util.List;

/** Answers requests together; for one thread. */
interface Answerer extends AutoCloseable {

    /** One answer for each request, or none at all. */
    List<Output> answer(List<Input> requests) throws TranslateException;

    @Override
    void close();

    /** Asks a model. */
    static Answerer of(Predictor<Input, Output> predictor) {
        return new Answerer() {
            @Override
            public List<Output> answer(List<Input> requests) throws TranslateException {
                return predictor.batchPredict(requests);
            }

            @Override
            public void close() {
                predictor.close();
            }
        };
    }
}
