package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;

/** Scaled dot-product attention and the shapes around it. */
final class Attention {

    private Attention() {}

    /** (N, L, H * d) to (N, H, L, d). */
    static NDArray split(NDArray x, int heads) {
        long n = x.getShape().get(0);
        long length = x.getShape().get(1);
        return x.reshape(n, length, heads, -1).transpose(0, 2, 1, 3);
    }

    /** (N, H, L, d) to (N, L, H * d). */
    static NDArray join(NDArray x) {
        long n = x.getShape().get(0);
        long length = x.getShape().get(2);
        return x.transpose(0, 2, 1, 3).reshape(n, length, -1);
    }

    /**
     * Attends.
     *
     * @param query (N, H, L, d)
     * @param key (N, H, S, d)
     * @param value (N, H, S, d)
     * @param bias added to the scores before softmax, such as a padding mask, (N, 1, 1, S); or null
     * @param dropout share of attention weights dropped in training
     * @return (N, H, L, d)
     */
    static NDArray attend(
            Pass pass, NDArray query, NDArray key, NDArray value, NDArray bias, float dropout) {
        // Never mul(Number) here: DJL lends the engine a Java buffer and drops it at once, but the
        // graph keeps the operand, and after a garbage collection the gradient is made of rubbish.
        float scale = (float) (1 / Math.sqrt(query.getShape().get(3)));
        NDArray kept = query.getManager().full(new Shape(), scale);
        NDArray scores = query.mul(kept).matMul(key.swapAxes(2, 3)); // (N, H, L, S)
        if (bias != null) {
            scores = scores.add(bias);
        }
        NDArray weights = scores.softmax(-1);
        if (pass.training() && dropout > 0) {
            weights = Dropout.dropout(weights, dropout, true).head();
        }
        return weights.matMul(value);
    }
}
