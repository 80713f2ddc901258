package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.Dropout;
import io.github.pevl.model.PevlConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * BERT: encodes token ids as a vector for each token; its upper layers cross-attend to the image
 * (models/xbert.py).
 */
final class TextEncoder {

    static final float EPSILON = 1e-12f;

    /** Added to the attention scores of padding, as in BERT. */
    private static final float MASK_BIAS = -10000;

    private final float dropout;
    private final Parameter words;
    private final Parameter positions;
    private final Parameter types;
    private final Norm norm;
    private final List<TextLayer> languageLayers = new ArrayList<>();
    private final List<TextLayer> fusionLayers = new ArrayList<>();

    TextEncoder(PevlConfig config, ParameterFactory parameters) {
        dropout = config.dropout();
        int width = config.textWidth();
        ParameterFactory embeddings = parameters.child("embeddings");
        words = embeddings.weight("word_embeddings.weight", config.vocabularySize(), width);
        positions = embeddings.weight("position_embeddings.weight", config.maxPositions(), width);
        types = embeddings.weight("token_type_embeddings.weight", 2, width);
        norm = embeddings.norm("LayerNorm", width, EPSILON);
        for (int i = 0; i < config.textDepth(); i++) {
            boolean fuses = i >= config.fusionLayer();
            ParameterFactory layer = parameters.child("encoder").child("layer." + i);
            (fuses ? fusionLayers : languageLayers).add(new TextLayer(config, fuses, layer));
        }
    }

    /** The table of word embeddings, (vocabulary, D), which the masked-LM head shares. */
    Parameter words() {
        return words;
    }

    /**
     * Encodes texts without the image.
     *
     * @param ids token ids, (T, L)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param tokens those of the texts to compute
     * @return word states, (T, L, D); padding that is not computed gets any state
     */
    NDArray encode(ForwardContext context, NDArray ids, NDArray mask, TokenRows tokens) {
        NDArray x = embed(context, ids, tokens);
        NDArray bias = attentionBias(mask);
        for (TextLayer layer : languageLayers) {
            x = ForwardContext.consumed(x, rows -> layer.encode(context, rows, bias, tokens));
        }
        return ForwardContext.consumed(x, tokens::spread);
    }

    /**
     * Computes the keys and values that cross-attention reads, once for all texts.
     *
     * @param image patch states, (B, P, V)
     * @param owner takes the keys and values
     * @return keys and values for each fusion layer
     */
    List<TextLayer.KeyValueCache> keysAndValues(
            ForwardContext context, NDArray image, NDManager owner) {
        return fusionLayers.stream()
                .map(layer -> layer.keysAndValues(context, image, owner))
                .toList();
    }

    /**
     * Cross-attends word states to the images. The last layer computes nothing else but the wanted
     * tokens, once words no longer attend to each other.
     *
     * @param states word states, (T, L, D)
     * @param mask (T, L)
     * @param caches keys and values of the images, one for each fusion layer
     * @param tokens those of the texts to compute
     * @param wanted some of them, N
     * @return fused states of the wanted tokens, (N, D)
     */
    NDArray fuse(
            ForwardContext context,
            NDArray states,
            NDArray mask,
            List<TextLayer.KeyValueCache> caches,
            TokenRows tokens,
            TokenRows wanted) {
        NDArray bias = attentionBias(mask);
        if (caches.isEmpty()) {
            return ForwardContext.scoped(states, wanted::collect);
        }
        NDArray x = ForwardContext.scoped(states, tokens::collect);
        for (int i = 0; i < caches.size(); i++) {
            TextLayer layer = fusionLayers.get(i);
            TextLayer.KeyValueCache cache = caches.get(i);
            TokenRows to = i == caches.size() - 1 ? wanted : tokens;
            x =
                    ForwardContext.consumed(
                            x, rows -> layer.fuse(context, rows, bias, cache, tokens, to));
        }
        return x;
    }

    private NDArray embed(ForwardContext context, NDArray ids, TokenRows tokens) {
        return ForwardContext.scoped(
                ids,
                padded -> {
                    NDArray word = lookUp(context, tokens.collect(padded), words); // (N, D)
                    NDArray position = lookUp(context, tokens.positions(padded), positions);
                    NDArray zero = padded.getManager().zeros(new Shape(1), DataType.INT64);
                    NDArray type = lookUp(context, zero, types); // (1, D), always type 0
                    NDArray sum = norm.apply(context, word.add(type).add(position));
                    return context.training() && dropout > 0
                            ? Dropout.dropout(sum, dropout, true).head()
                            : sum;
                });
    }

    /** Rows of a table; only these are widened. */
    private static NDArray lookUp(ForwardContext context, NDArray ids, Parameter table) {
        NDArray held = context.held(table, ids.getDevice());
        return ForwardContext.wide(Embedding.embedding(ids, held, SparseFormat.DENSE).head());
    }

    /** 0 at tokens and a large negative number at padding, (T, 1, 1, L). */
    private static NDArray attentionBias(NDArray mask) {
        NDArray wide = mask.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1);
        return wide.sub(1).mul(-MASK_BIAS);
    }
}
