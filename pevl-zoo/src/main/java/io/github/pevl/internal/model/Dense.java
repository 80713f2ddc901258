package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/** A linear layer: weight (out, in), bias (out). */
record Dense(Parameter weight, Parameter bias) {

    /** (..., in) to (..., out). */
    NDArray apply(ForwardContext context, NDArray x) {
        Shape shape = x.getShape();
        int axes = shape.dimension();
        // What is made here lives in a scope of its own: x may outlive the layer.
        try (NDManager scope = x.getManager().newSubManager()) {
            // Of a matrix PyTorch adds the bias while it multiplies.
            NDArray rows = x.reshape(-1, shape.get(axes - 1));
            rows.attach(scope);
            NDArray w = context.value(weight, scope);
            NDArray y = Linear.linear(rows, w, context.value(bias, scope)).head();
            NDArray result = y.reshape(shape.slice(0, axes - 1).add(w.getShape().get(0)));
            result.attach(x.getManager());
            return result;
        }
    }
}
