package io.github.pevl.run;

import ai.djl.translate.TranslateException;

/**
 * Whoever answers the requests of an evaluation: a predictor's {@code predict}, most of the time.
 */
@FunctionalInterface
public interface Asked<I, O> {

    /**
     * Answers.
     *
     * @throws TranslateException if the model fails
     */
    O answer(I request) throws TranslateException;
}
