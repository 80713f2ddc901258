package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer, and perhaps a low-rank adapter beside it (LoRA, Hu et al. 2021), whose product is
 * added to the layer's.
 *
 * @param weight (out, in)
 * @param bias (out)
 * @param down the adapter's first factor, (rank, in); null without
 * @param up its second, (out, rank); null without
 */
record Dense(Parameter weight, Parameter bias, @Nullable Parameter down, @Nullable Parameter up) {

    /** Without an adapter. */
    Dense(Parameter weight, Parameter bias) {
        this(weight, bias, null, null);
    }

    /** Whether there is an adapter. */
    boolean adapts() {
        return down != null && up != null;
    }

    /** (..., in) to (..., out). */
    NDArray apply(ForwardContext context, NDArray x) {
        return byRows(
                x,
                rows -> {
                    NDManager scope = rows.getManager();
                    NDArray w = context.value(weight, scope);
                    NDArray y = context.products().linear(rows, w, context.value(bias, scope));
                    if (down != null && up != null) {
                        NDArray few = Linear.linear(rows, context.value(down, scope)).head();
                        y = y.add(Linear.linear(few, context.value(up, scope)).head());
                    }
                    return y;
                });
    }

    /** Applies a function of the rows of a matrix, (N, in) to (N, out), to (..., in). */
    static NDArray byRows(NDArray x, UnaryOperator<NDArray> part) {
        Shape shape = x.getShape();
        int axes = shape.dimension();
        // What is made here lives in a scope of its own: x may outlive the layer.
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray rows = x.reshape(-1, shape.get(axes - 1));
            rows.attach(scope);
            NDArray y = part.apply(rows);
            NDArray result = y.reshape(shape.slice(0, axes - 1).add(y.getShape().get(1)));
            result.attach(x.getManager());
            return result;
        }
    }
}
