package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;

/** Layer normalisation over the last axis. */
record Norm(Parameter gamma, Parameter beta, float epsilon) {

    NDArray apply(ForwardContext context, NDArray x) {
        Shape width = new Shape(x.getShape().get(x.getShape().dimension() - 1));
        try (NDManager scope = x.getManager().newSubManager()) {
            return LayerNorm.layerNorm(
                            x,
                            width,
                            context.value(gamma, scope),
                            context.value(beta, scope),
                            epsilon)
                    .head();
        }
    }
}
