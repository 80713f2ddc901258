package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/** A linear layer: weight (out, in), bias (out). */
record Dense(Parameter weight, Parameter bias) {

    /** (..., in) to (..., out). */
    NDArray apply(ForwardContext pass, NDArray x) {
        // Widened weights are needed for this product only; its result belongs to x's manager.
        try (NDManager scope = x.getManager().newSubManager()) {
            return Linear.linear(x, pass.value(weight, scope), pass.value(bias, scope)).head();
        }
    }
}
