package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;

/** Scaled dot-product attention and the shapes around it. */
final class Attention {

    /**
     * Attention weights made at one time, two heads of an image of 512 pixels: 8 MB, which stay in
     * a processor's cache between the products. All heads at once take 1.6 times as long.
     */
    private static final long PIECE = 2 * 1025 * 1025;

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
     * Attends, some heads at a time where there are many weights.
     *
     * @param query (N, H, L, d)
     * @param key (N, H, S, d)
     * @param value (N, H, S, d)
     * @param bias added to the scores before softmax, such as a padding mask, (N, 1, 1, S); or null
     * @param dropout share of attention weights dropped in training
     * @return (N, H, L, d)
     */
    static NDArray attend(
            ForwardContext pass,
            NDArray query,
            NDArray key,
            NDArray value,
            NDArray bias,
            float dropout) {
        long n = query.getShape().get(0);
        long heads = query.getShape().get(1);
        long weights = query.getShape().get(2) * key.getShape().get(2);
        if (n * heads * weights <= PIECE) {
            return mix(pass, query, key, value, bias, dropout);
        }
        long step = Math.min(heads, Math.max(1, PIECE / weights));
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
                                        mix(
                                                pass,
                                                part,
                                                of(part, key.get(some)),
                                                of(part, value.get(some)),
                                                bias == null ? null : of(part, bias.get(row)),
                                                dropout)));
            }
            rows.add(concat(pieces, 1));
        }
        return concat(rows, 0);
    }

    /** Keys may outlive the call of a layer; what is taken of them for it must not. */
    private static NDArray of(NDArray query, NDArray taken) {
        taken.attach(query.getManager());
        return taken;
    }

    /** As DJL's, which copies a single array and so cuts it off from gradients. */
    static NDArray concat(NDList pieces, int axis) {
        return pieces.size() == 1 ? pieces.head() : NDArrays.concat(pieces, axis);
    }

    private static NDArray mix(
            ForwardContext pass,
            NDArray query,
            NDArray key,
            NDArray value,
            NDArray bias,
            float dropout) {
        // Never mul(Number) here: DJL lends the engine a Java buffer and drops it at once, but the
        // graph keeps the operand, and after a garbage collection the gradient is made of rubbish.
        float scale = (float) (1 / Math.sqrt((double) query.getShape().get(3)));
        NDArray kept = query.getManager().full(new Shape(), scale);
        NDArray scores = query.mul(kept).matMul(of(query, key.swapAxes(2, 3))); // (n, h, L, S)
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
