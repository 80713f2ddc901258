package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import org.jspecify.annotations.Nullable;

/** Scaled dot-product attention and the shapes around it. */
final class Attention {

    /**
     * Max attention weights computed at a time: two heads of an image of 512 pixels, 8 MB, which
     * stay in a processor's cache between the two products. All heads at once take 1.6 times as
     * long.
     */
    private static final long MAX_WEIGHTS = 2 * 1025 * 1025;

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
     * Computes attention, a few heads at a time where there are many weights.
     *
     * @param query (N, H, L, d)
     * @param key (N, H, S, d)
     * @param value (N, H, S, d)
     * @param bias added to the scores before softmax, such as a padding mask, (N, 1, 1, S); or null
     * @param dropout share of attention weights dropped in training
     * @return (N, H, L, d)
     */
    static NDArray attend(
            ForwardContext context,
            NDArray query,
            NDArray key,
            NDArray value,
            @Nullable NDArray bias,
            float dropout) {
        long n = query.getShape().get(0);
        long heads = query.getShape().get(1);
        long weights = query.getShape().get(2) * key.getShape().get(2);
        if (n * heads * weights <= MAX_WEIGHTS) {
            return attendAtOnce(context, query, key, value, bias, dropout);
        }
        long step = Math.min(heads, Math.max(1, MAX_WEIGHTS / weights));
        NDList rows = new NDList();
        for (long i = 0; i < n; i++) {
            NDIndex row = new NDIndex("{}:{}", i, i + 1);
            NDList pieces = new NDList();
            for (long head = 0; head < heads; head += step) {
                NDIndex some =
                        new NDIndex("{}:{}, {}:{}", i, i + 1, head, Math.min(head + step, heads));
                pieces.add(
                        ForwardContext.scoped(
                                query.get(some),
                                part ->
                                        attendAtOnce(
                                                context,
                                                part,
                                                attachTo(part, key.get(some)),
                                                attachTo(part, value.get(some)),
                                                bias == null ? null : attachTo(part, bias.get(row)),
                                                dropout)));
            }
            rows.add(concat(pieces, 1));
        }
        return concat(rows, 0);
    }

    /**
     * Keys and values may outlive a layer; slices taken from them must be closed with the layer.
     */
    static NDArray attachTo(NDArray query, NDArray slice) {
        slice.attach(query.getManager());
        return slice;
    }

    /** As DJL's, which copies a single array and thereby detaches it from its gradient. */
    static NDArray concat(NDList pieces, int axis) {
        return pieces.size() == 1 ? pieces.head() : NDArrays.concat(pieces, axis);
    }

    /** The same for all heads together. Keys and values of one text may serve all. */
    static NDArray attendAtOnce(
            ForwardContext context,
            NDArray query,
            NDArray key,
            NDArray value,
            @Nullable NDArray bias,
            float dropout) {
        // Never mul(Number) here: DJL lends the engine a Java buffer and drops it at once, but the
        // graph keeps the operand, and after a garbage collection the gradient is garbage.
        float scale = (float) (1 / Math.sqrt((double) query.getShape().get(3)));
        NDArray factor = query.getManager().full(new Shape(), scale);
        NDArray scores =
                query.mul(factor).matMul(attachTo(query, key.swapAxes(2, 3))); // (n, h, L, S)
        if (bias != null) {
            scores = scores.add(bias);
        }
        NDArray weights = scores.softmax(-1);
        if (context.training() && dropout > 0) {
            weights = Dropout.dropout(weights, dropout, true).head();
        }
        return weights.matMul(value);
    }
}
