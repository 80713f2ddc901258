package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/** A linear layer: weight (out, in), bias (out). */
record Dense(Parameter weight, Parameter bias) {

    /** (..., in) to (..., out). */
    NDArray apply(Pass pass, NDArray x) {
        return Linear.linear(x, pass.value(weight, x), pass.value(bias, x)).head();
    }
}
