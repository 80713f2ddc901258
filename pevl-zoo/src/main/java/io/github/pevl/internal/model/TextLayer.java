package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.norm.Dropout;
import io.github.pevl.model.PevlConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One post-norm layer of the text encoder: self-attention, in the upper layers cross-attention to
 * the image, then the feed-forward part.
 */
final class TextLayer {

    /**
     * Keys and values of the images for one layer's cross-attention, computed once for all texts.
     *
     * @param keys (B, H, P, d)
     * @param values (B, H, P, d)
     */
    record KeyValueCache(NDArray keys, NDArray values) {}

    /** How much longer queries may get by padding, so that those of all images run at once. */
    private static final int MAX_PADDING = 2;

    private final int heads;
    private final float dropout;
    private final AttentionPart self;
    private final @Nullable SoftPrompt prompt;
    private final @Nullable AttentionPart cross; // null below the fusion layers
    private final FeedForward mlp;
    private final Norm outputNorm;

    TextLayer(PevlConfig config, boolean fuses, ParameterFactory parameters) {
        int width = config.textWidth();
        heads = config.textHeads();
        dropout = config.dropout();
        self = new AttentionPart(width, width, parameters.child("attention"));
        prompt = parameters.child("attention").prompt("self", width);
        cross =
                fuses
                        ? new AttentionPart(
                                width, config.visionWidth(), parameters.child("crossattention"))
                        : null;
        int inner = config.textFeedForward();
        mlp =
                new FeedForward(
                        parameters.child("intermediate").dense("dense", width, inner),
                        parameters.child("output").dense("dense", inner, width));
        outputNorm = parameters.child("output").norm("LayerNorm", width, TextEncoder.EPSILON);
    }

    /**
     * Computes the keys and values that cross-attention reads.
     *
     * @param image patch states, (B, P, V); may be shared between threads
     * @param owner takes the keys and values
     */
    KeyValueCache keysAndValues(ForwardContext context, NDArray image, NDManager owner) {
        return new KeyValueCache(
                cross().split(cross().key.apply(context, image), owner),
                cross().split(cross().value.apply(context, image), owner));
    }

    /**
     * Runs a layer without cross-attention.
     *
     * @param x states of the tokens, (N, D)
     * @param bias padding mask, (T, 1, 1, L)
     */
    NDArray encode(ForwardContext context, NDArray x, NDArray bias, TokenRows tokens) {
        NDArray mixed = self.selfAttend(context, x, x, bias, tokens, tokens);
        return feedForward(context, self.addAndNorm(context, x, mixed));
    }

    /**
     * Runs a layer with cross-attention.
     *
     * @param x states of the tokens, (N, D)
     * @param bias padding mask, (T, 1, 1, L)
     * @param cache of the images
     * @param tokens what words attend to
     * @param wanted the tokens whose states are wanted, M
     * @return fused states, (M, D)
     */
    NDArray fuse(
            ForwardContext context,
            NDArray x,
            NDArray bias,
            KeyValueCache cache,
            TokenRows tokens,
            TokenRows wanted) {
        AttentionPart image = cross();
        NDArray own = tokens.select(x, wanted);
        NDArray mixed = self.selfAttend(context, x, own, bias, tokens, wanted);
        NDArray y = self.addAndNorm(context, own, mixed);
        NDArray z =
                image.addAndNorm(
                        context, y, image.crossAttend(context, y, cache, wanted.perImage()));
        return feedForward(context, z);
    }

    private NDArray feedForward(ForwardContext context, NDArray x) {
        return outputNorm.apply(context, drop(context, mlp.apply(context, x)).add(x));
    }

    private AttentionPart cross() {
        return Objects.requireNonNull(cross, "This layer has no cross-attention.");
    }

    private NDArray drop(ForwardContext context, NDArray x) {
        return context.training() && dropout > 0 ? Dropout.dropout(x, dropout, true).head() : x;
    }

    /** Attention with its projections, and the residual and norm after it. */
    private final class AttentionPart {
        private final Dense query;
        private final Dense key;
        private final Dense value;
        private final Dense dense;
        private final Norm norm;

        AttentionPart(int width, int sourceWidth, ParameterFactory parameters) {
            query = parameters.child("self").dense("query", width, width);
            key = parameters.child("self").dense("key", sourceWidth, width);
            value = parameters.child("self").dense("value", sourceWidth, width);
            dense = parameters.child("output").dense("dense", width, width);
            norm = parameters.child("output").norm("LayerNorm", width, TextEncoder.EPSILON);
        }

        /**
         * Lets tokens attend to those of their text.
         *
         * @param x states of the tokens that are attended to, (N, D)
         * @param own states of the wanted ones, (M, D)
         * @return what the wanted ones mix, (M, D)
         */
        NDArray selfAttend(
                ForwardContext context,
                NDArray x,
                NDArray own,
                NDArray bias,
                TokenRows tokens,
                TokenRows wanted) {
            RowGroups queries = wanted.perText();
            NDArray q = Attention.split(queries.pad(query.apply(context, own)), heads);
            NDArray k = Attention.split(tokens.spread(key.apply(context, x)), heads);
            NDArray v = Attention.split(tokens.spread(value.apply(context, x)), heads);
            NDArray mixed = Attention.attend(context, q, k, v, bias, dropout);
            if (prompt != null) {
                mixed = mixed.add(prompt.attend(context, q));
            }
            return queries.unpad(Attention.join(mixed));
        }

        private NDArray split(NDArray states, NDManager owner) {
            states.attach(owner);
            return Attention.split(states, heads);
        }

        /**
         * Cross-attention has no text mask, so all tokens about one image form one long query, and
         * keys and values are never copied. Queries of similar lengths are padded to run at once.
         *
         * @param x states of tokens in the order of their images, (N, D)
         * @param perImage the same by their images, B groups
         */
        NDArray crossAttend(
                ForwardContext context, NDArray x, KeyValueCache cache, RowGroups perImage) {
            NDArray q = query.apply(context, x);
            if (perImage.padded() <= MAX_PADDING * perImage.rows()) {
                NDArray queries = perImage.pad(q);
                return perImage.unpad(attend(context, queries, cache.keys(), cache.values()));
            }
            NDList attended = new NDList();
            int from = 0;
            for (int i = 0; i < perImage.sizes().length; i++) {
                int to = from + perImage.sizes()[i];
                if (to > from) {
                    String one = i + ":" + (i + 1);
                    NDArray own = q.get(from + ":" + to).expandDims(0);
                    NDArray keys = Attention.attachTo(x, cache.keys().get(one));
                    NDArray values = Attention.attachTo(x, cache.values().get(one));
                    attended.add(attend(context, own, keys, values).squeeze(0));
                }
                from = to;
            }
            return Attention.concat(attended, 0);
        }

        /** Attends queries (B, L, D) to images, (B, L, D). */
        private NDArray attend(ForwardContext context, NDArray q, NDArray k, NDArray v) {
            NDArray folded = Attention.split(q, heads); // (B, H, L, d)
            return Attention.join(Attention.attend(context, folded, k, v, null, dropout));
        }

        NDArray addAndNorm(ForwardContext context, NDArray x, NDArray mixed) {
            return norm.apply(context, drop(context, dense.apply(context, mixed)).add(x));
        }
    }
}
