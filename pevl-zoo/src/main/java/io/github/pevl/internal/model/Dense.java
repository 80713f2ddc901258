package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/** A linear layer: weight (out, in), bias (out). */
record Dense(Parameter weight, Parameter bias) {

    /** (..., in) to (..., out). */
    NDArray apply(ForwardContext context, NDArray x) {
        // Widened weights are needed for this product only; the result belongs to the manager of x.
        try (NDManager scope = x.getManager().newSubManager()) {
            return Linear.linear(x, context.value(weight, scope), context.value(bias, scope))
                    .head();
        }
    }
}
