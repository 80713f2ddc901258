package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/**
 * Learnt tokens of one self-attention: keys and values that all tokens of all texts attend to, as
 * in prefix tuning (Li and Liang 2021). They have a softmax of their own, as the prompts of
 * LLaMA-Adapter (Zhang et al. 2023), and no position: a prompt whose values are zero changes no
 * state, bit by bit, and the other tokens keep their places.
 *
 * @param keys (tokens, D), drawn
 * @param values (tokens, D), zero at first
 */
record SoftPrompt(Parameter keys, Parameter values) {

    /** What queries (T, H, L, d) mix of the prompt, (T, H, L, d). */
    NDArray attend(ForwardContext context, NDArray queries) {
        NDArray k = rows(context, keys, queries);
        NDArray v = rows(context, values, queries);
        return Attention.attendAtOnce(context, queries, k, v, null, 0);
    }

    /** (1, H, tokens, d). */
    private static NDArray rows(ForwardContext context, Parameter of, NDArray queries) {
        NDArray rows = context.value(of, queries.getManager());
        NDArray folded = Attention.attachTo(queries, rows.expandDims(0));
        return Attention.split(folded, (int) queries.getShape().get(1));
    }
}
