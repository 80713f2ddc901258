package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;

/** The feed-forward part of a layer: two linear layers with GELU between them. */
record FeedForward(Dense inner, Dense outer) {

    /** (..., in) to (..., out). */
    NDArray apply(ForwardContext context, NDArray x) {
        if (inner.adapts() || outer.adapts()) {
            return outer.apply(context, Activation.gelu(inner.apply(context, x)));
        }
        return Dense.byRows(
                x,
                rows -> {
                    NDManager scope = rows.getManager();
                    return context.products()
                            .feedForward(
                                    rows,
                                    context.value(inner.weight(), scope),
                                    context.value(inner.bias(), scope),
                                    context.value(outer.weight(), scope),
                                    context.value(outer.bias(), scope));
                });
    }
}
