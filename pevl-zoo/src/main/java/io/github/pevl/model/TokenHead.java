package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/**
 * The masked-LM head: which word stands in an open slot. Its decoder is the table of word vectors.
 */
final class TokenHead {

    private final Dense dense;
    private final Norm norm;
    private final Parameter table;
    private final Parameter bias;

    TokenHead(PevlConfig config, Parameter words, Weights weights) {
        bias = weights.bias("bias", config.vocabularySize());
        Weights transform = weights.child("transform");
        dense = transform.dense("dense", config.textWidth(), config.textWidth());
        norm = transform.norm("LayerNorm", config.textWidth(), TextEncoder.EPSILON);
        table = words;
    }

    /**
     * Scores words, at the slots only, and only the words asked for.
     *
     * @param states fused states, (T, L, D)
     * @param slots text and place of each slot, int64 (K, 2)
     * @param columns vocabulary ids, int64 (C); empty for all
     * @return scores before softmax, (K, C)
     */
    NDArray score(Pass pass, NDArray states, NDArray slots, NDArray columns) {
        return Pass.scoped(
                states,
                fused -> {
                    long length = fused.getShape().get(1);
                    NDArray places = slots.get(":, 0").mul(length).add(slots.get(":, 1"));
                    NDArray open = fused.reshape(-1, fused.getShape().get(2)).get(places); // (K, D)
                    NDArray x = norm.apply(pass, Activation.gelu(dense.apply(pass, open)));
                    NDArray w = pass.value(table, x);
                    NDArray b = pass.value(bias, x);
                    if (columns.size() > 0) {
                        w = w.get(columns);
                        b = b.get(columns);
                        w.attach(x.getManager()); // else they would stay with the parameters
                        b.attach(x.getManager());
                    }
                    return Linear.linear(x, w, b).head();
                });
    }
}
