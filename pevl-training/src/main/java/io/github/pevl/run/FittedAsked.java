package io.github.pevl.run;

import ai.djl.translate.TranslateException;
import io.github.pevl.request.TextTooLongException;
import java.util.function.UnaryOperator;

/**
 * Asks, and asks again with the text cut where it is too long for the model: an evaluation goes on,
 * as the original's does, and counts such texts.
 *
 * @param asked answers requests
 * @param truncated the same request with its texts cut
 */
record FittedAsked<I, O>(Asked<I, O> asked, UnaryOperator<I> truncated) {

    /**
     * An answer.
     *
     * @param cut whether a text was too long
     */
    record Answered<O>(O answer, boolean cut) {}

    Answered<O> answer(I request) throws TranslateException {
        try {
            return new Answered<>(asked.answer(request), false);
        } catch (TextTooLongException e) {
            return new Answered<>(asked.answer(truncated.apply(request)), true);
        } catch (TranslateException e) {
            if (!(e.getCause() instanceof TextTooLongException)) { // as predictors wrap it
                throw e;
            }
            return new Answered<>(asked.answer(truncated.apply(request)), true);
        }
    }
}
