package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.Dropout;

/**
 * One post-norm layer of the text encoder: self-attention, in the upper layers cross-attention to
 * the image, then the feed-forward part.
 */
final class TextLayer {

    /**
     * What a layer looks at: keys and values of the images, made once for all texts.
     *
     * @param keys (B, H, P, d)
     * @param values (B, H, P, d)
     */
    record View(NDArray keys, NDArray values) {}

    private final int heads;
    private final float dropout;
    private final AttentionPart self;
    private final AttentionPart cross;
    private final Dense intermediate;
    private final Dense output;
    private final Norm outputNorm;

    TextLayer(PevlConfig config, boolean fuses, Weights weights) {
        int width = config.textWidth();
        heads = config.textHeads();
        dropout = config.dropout();
        self = new AttentionPart(width, width, weights.child("attention"));
        cross =
                fuses
                        ? new AttentionPart(
                                width, config.visionWidth(), weights.child("crossattention"))
                        : null;
        intermediate =
                weights.child("intermediate").dense("dense", width, config.textFeedForward());
        output = weights.child("output").dense("dense", config.textFeedForward(), width);
        outputNorm = weights.child("output").norm("LayerNorm", width, TextEncoder.EPSILON);
    }

    /**
     * Makes what texts will look at.
     *
     * @param image (B, P, V); may be shared between threads
     * @param owner of what is made
     */
    View view(ForwardContext pass, NDArray image, NDManager owner) {
        return new View(
                cross.split(cross.key.apply(pass, image), owner),
                cross.split(cross.value.apply(pass, image), owner));
    }

    /**
     * Runs the layer.
     *
     * @param x (T, L, D)
     * @param bias padding mask, (T, 1, 1, L)
     * @param view of the images, for a layer with cross-attention; else null
     * @param textsPerImage B numbers with sum T, for a layer with cross-attention
     */
    NDArray apply(ForwardContext pass, NDArray x, NDArray bias, View view, int[] textsPerImage) {
        NDArray y = self.close(pass, x, self.look(pass, x, bias));
        if (view != null) {
            y = cross.close(pass, y, cross.lookAtImages(pass, y, view, textsPerImage));
        }
        NDArray inner = Activation.gelu(intermediate.apply(pass, y));
        return outputNorm.apply(pass, drop(pass, output.apply(pass, inner)).add(y));
    }

    private NDArray drop(ForwardContext pass, NDArray x) {
        return pass.training() && dropout > 0 ? Dropout.dropout(x, dropout, true).head() : x;
    }

    /** Attention with its projections and its closing residual and norm. */
    private final class AttentionPart {
        private final Dense query;
        private final Dense key;
        private final Dense value;
        private final Dense dense;
        private final Norm norm;

        AttentionPart(int width, int sourceWidth, Weights weights) {
            query = weights.child("self").dense("query", width, width);
            key = weights.child("self").dense("key", sourceWidth, width);
            value = weights.child("self").dense("value", sourceWidth, width);
            dense = weights.child("output").dense("dense", width, width);
            norm = weights.child("output").norm("LayerNorm", width, TextEncoder.EPSILON);
        }

        NDArray look(ForwardContext pass, NDArray x, NDArray bias) {
            NDArray q = Attention.split(query.apply(pass, x), heads);
            NDArray k = Attention.split(key.apply(pass, x), heads);
            NDArray v = Attention.split(value.apply(pass, x), heads);
            return Attention.join(Attention.attend(pass, q, k, v, bias, dropout));
        }

        private NDArray split(NDArray made, NDManager owner) {
            made.attach(owner);
            return Attention.split(made, heads);
        }

        /**
         * Cross-attention has no text mask, so that all texts about one image can be asked as one
         * long query: keys and values are never copied.
         */
        NDArray lookAtImages(ForwardContext pass, NDArray x, View view, int[] textsPerImage) {
            NDArray q = query.apply(pass, x); // (T, L, D)
            if (equalShares(textsPerImage)) {
                return answer(pass, q, view.keys(), view.values(), textsPerImage.length);
            }
            NDList answers = new NDList();
            int from = 0;
            for (int i = 0; i < textsPerImage.length; i++) {
                int to = from + textsPerImage[i];
                if (to > from) {
                    String one = i + ":" + (i + 1);
                    NDArray own = q.get(from + ":" + to);
                    NDArray keys = made(view.keys().get(one), x);
                    NDArray values = made(view.values().get(one), x);
                    answers.add(answer(pass, own, keys, values, 1));
                }
                from = to;
            }
            return Attention.concat(answers, 0);
        }

        /** Queries (T, L, D) of equally many texts for each of n images. */
        private NDArray answer(ForwardContext pass, NDArray q, NDArray k, NDArray v, long n) {
            long length = q.getShape().get(1);
            long width = q.getShape().get(2);
            NDArray folded = Attention.split(q.reshape(n, -1, width), heads); // (n, H, T/n * L, d)
            NDArray mixed = Attention.attend(pass, folded, k, v, null, dropout);
            return Attention.join(mixed).reshape(-1, length, width);
        }

        NDArray close(ForwardContext pass, NDArray x, NDArray mixed) {
            return norm.apply(pass, drop(pass, dense.apply(pass, mixed)).add(x));
        }
    }

    private static NDArray made(NDArray array, NDArray like) {
        array.attach(like.getManager());
        return array;
    }

    private static boolean equalShares(int[] shares) {
        for (int share : shares) {
            if (share != shares[0]) {
                return false;
            }
        }
        return true;
    }
}
