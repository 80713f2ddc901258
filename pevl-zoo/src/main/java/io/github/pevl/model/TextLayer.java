package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.Dropout;

/**
 * One post-norm layer of the text encoder: self-attention, in the upper layers cross-attention to
 * the picture, then the feed-forward part.
 */
final class TextLayer {

    /** Tokens that look at a picture at one time: 4 MB of weights a head for 1025 patches. */
    private static final int CHUNK = 1024;

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
     * Runs the layer.
     *
     * @param x (T, L, D)
     * @param bias padding mask, (T, 1, 1, L)
     * @param image (B, P, V), for a layer with cross-attention
     * @param textsPerImage B numbers with sum T, for a layer with cross-attention
     */
    NDArray apply(Pass pass, NDArray x, NDArray bias, NDArray image, int[] textsPerImage) {
        NDArray y = self.close(pass, x, self.look(pass, x, bias));
        if (cross != null) {
            y = cross.close(pass, y, cross.lookAtPictures(pass, y, image, textsPerImage));
        }
        NDArray inner = Activation.gelu(intermediate.apply(pass, y));
        return outputNorm.apply(pass, drop(pass, output.apply(pass, inner)).add(y));
    }

    private NDArray drop(Pass pass, NDArray x) {
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

        NDArray look(Pass pass, NDArray x, NDArray bias) {
            NDArray q = Attention.split(query.apply(pass, x), heads);
            NDArray k = Attention.split(key.apply(pass, x), heads);
            NDArray v = Attention.split(value.apply(pass, x), heads);
            return Attention.join(Attention.attend(pass, q, k, v, bias, dropout));
        }

        /**
         * Cross-attention has no text mask, so that all texts about one picture can be asked as one
         * long query: keys and values are made once a picture, and never copied.
         */
        NDArray lookAtPictures(Pass pass, NDArray x, NDArray image, int[] textsPerImage) {
            // The picture may be shared between threads: what is made of it goes to x's manager.
            NDArray k = made(key.apply(pass, image), x);
            NDArray v = made(value.apply(pass, image), x);
            k = made(Attention.split(k, heads), x); // (B, H, P, d)
            v = made(Attention.split(v, heads), x);
            NDArray q = query.apply(pass, x); // (T, L, D)
            long images = image.getShape().get(0);
            if (equalShares(textsPerImage)) {
                return answer(pass, q, k, v, images);
            }
            NDList answers = new NDList();
            int from = 0;
            for (int i = 0; i < images; i++) {
                int to = from + textsPerImage[i];
                if (to > from) {
                    String one = i + ":" + (i + 1);
                    NDArray own = q.get(from + ":" + to);
                    answers.add(answer(pass, own, k.get(one), v.get(one), 1));
                }
                from = to;
            }
            return NDArrays.concat(answers);
        }

        /** Queries (T, L, D) of equally many texts for each of n pictures. */
        private NDArray answer(Pass pass, NDArray q, NDArray k, NDArray v, long n) {
            long length = q.getShape().get(1);
            long width = q.getShape().get(2);
            NDArray folded = Attention.split(q.reshape(n, -1, width), heads); // (n, H, T/n * L, d)
            NDArray mixed = mix(pass, folded, k, v);
            return Attention.join(mixed).reshape(-1, length, width);
        }

        /** Attends in pieces, or hundreds of texts would need gigabytes of attention weights. */
        private NDArray mix(Pass pass, NDArray q, NDArray k, NDArray v) {
            long tokens = q.getShape().get(2);
            if (tokens <= CHUNK) {
                return Attention.attend(pass, q, k, v, null, dropout);
            }
            NDList pieces = new NDList();
            for (long from = 0; from < tokens; from += CHUNK) {
                NDIndex some = new NDIndex(":, :, {}:{}", from, Math.min(from + CHUNK, tokens));
                pieces.add(
                        Pass.scoped(
                                q.get(some),
                                part -> Attention.attend(pass, part, k, v, null, dropout)));
            }
            return NDArrays.concat(pieces, 2);
        }

        NDArray close(Pass pass, NDArray x, NDArray mixed) {
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
