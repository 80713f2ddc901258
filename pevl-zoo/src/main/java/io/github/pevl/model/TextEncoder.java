package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.Dropout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * BERT: token ids become a vector for each token; its upper layers let the words look at the image
 * (models/xbert.py).
 */
final class TextEncoder {

    static final float EPSILON = 1e-12f;

    /** What is added to the attention scores of padding, as in BERT. */
    private static final float NEVER = -10000;

    private final float dropout;
    private final Parameter words;
    private final Parameter positions;
    private final Parameter types;
    private final Norm norm;
    private final List<TextLayer> languageLayers = new ArrayList<>();
    private final List<TextLayer> fusionLayers = new ArrayList<>();

    TextEncoder(PevlConfig config, Weights weights) {
        dropout = config.dropout();
        int width = config.textWidth();
        Weights embeddings = weights.child("embeddings");
        words = embeddings.weight("word_embeddings.weight", config.vocabularySize(), width);
        positions = embeddings.weight("position_embeddings.weight", config.maxPositions(), width);
        types = embeddings.weight("token_type_embeddings.weight", 2, width);
        norm = embeddings.norm("LayerNorm", width, EPSILON);
        for (int i = 0; i < config.textDepth(); i++) {
            boolean fuses = i >= config.fusionLayer();
            Weights layer = weights.child("encoder").child("layer." + i);
            (fuses ? fusionLayers : languageLayers).add(new TextLayer(config, fuses, layer));
        }
    }

    /** The table of word vectors, (vocabulary, D), which the token head shares. */
    Parameter words() {
        return words;
    }

    /** Ids and mask (T, L) to word states (T, L, D), the image not yet seen. */
    NDArray encode(ForwardContext pass, NDArray ids, NDArray mask) {
        NDArray x = embed(pass, ids);
        NDArray bias = attentionBias(mask);
        for (TextLayer layer : languageLayers) {
            x = ForwardContext.consumed(x, state -> layer.apply(pass, state, bias, null, null));
        }
        return x;
    }

    /**
     * Makes what texts will look at, once for all of them.
     *
     * @param image patch states, (B, P, V)
     * @param owner of what is made
     * @return a view of the images for each layer that looks at them
     */
    List<TextLayer.View> view(ForwardContext pass, NDArray image, NDManager owner) {
        return fusionLayers.stream().map(layer -> layer.view(pass, image, owner)).toList();
    }

    /**
     * Lets word states look at the images.
     *
     * @param states word states, (T, L, D)
     * @param mask (T, L)
     * @param views of the images, one for each layer
     * @param textsPerImage how many texts belong to each image, B numbers with sum T
     * @return fused states, (T, L, D)
     */
    NDArray fuse(
            ForwardContext pass,
            NDArray states,
            NDArray mask,
            List<TextLayer.View> views,
            int[] textsPerImage) {
        NDArray bias = attentionBias(mask);
        NDArray x = null;
        for (int i = 0; i < views.size(); i++) {
            TextLayer layer = fusionLayers.get(i);
            TextLayer.View view = views.get(i);
            UnaryOperator<NDArray> part =
                    state -> layer.apply(pass, state, bias, view, textsPerImage);
            x = x == null ? ForwardContext.scoped(states, part) : ForwardContext.consumed(x, part);
        }
        return x == null ? states : x;
    }

    private NDArray embed(ForwardContext pass, NDArray ids) {
        long length = ids.getShape().get(1);
        return ForwardContext.scoped(
                ids,
                tokens -> {
                    NDArray word = look(pass, tokens, words); // (T, L, D)
                    NDArray places = tokens.getManager().arange((int) length);
                    NDArray place = look(pass, places, positions); // (L, D)
                    NDArray zero = tokens.getManager().zeros(places.getShape(), DataType.INT64);
                    NDArray type = look(pass, zero, types); // (L, D), always type 0
                    NDArray sum = norm.apply(pass, word.add(type).add(place));
                    return pass.training() && dropout > 0
                            ? Dropout.dropout(sum, dropout, true).head()
                            : sum;
                });
    }

    /** Only the rows that are looked up are widened. */
    private static NDArray look(ForwardContext pass, NDArray ids, Parameter table) {
        NDArray held = pass.held(table, ids.getDevice());
        return ForwardContext.wide(Embedding.embedding(ids, held, SparseFormat.DENSE).head());
    }

    /** 0 at tokens and a large negative number at padding, (T, 1, 1, L). */
    private static NDArray attentionBias(NDArray mask) {
        NDArray wide = mask.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1);
        return wide.sub(1).mul(-NEVER);
    }
}
