package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;

/**
 * The masked-LM head: which word stands in an open slot. Its decoder is the table of word vectors.
 */
final class MlmHead {

    /** Slots whose scores over the whole vocabulary are held at one time, about 8 MB. */
    private static final int CHUNK = 64;

    private final Dense dense;
    private final Norm norm;
    private final Parameter table;
    private final Parameter bias;

    MlmHead(PevlConfig config, Parameter words, Weights weights) {
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
    NDArray score(ForwardContext pass, NDArray states, NDArray slots, NDArray columns) {
        return ForwardContext.scoped(
                states,
                fused -> {
                    NDArray x = open(pass, fused, slots);
                    NDArray w = rows(pass, table, columns, x.getManager());
                    NDArray b = rows(pass, bias, columns, x.getManager());
                    return Linear.linear(x, w, b).head();
                });
    }

    /** Some or all rows of a parameter, to compute with. */
    private static NDArray rows(
            ForwardContext pass, Parameter of, NDArray columns, NDManager owner) {
        if (columns.size() == 0) {
            return pass.value(of, owner);
        }
        NDArray some = pass.held(of, owner.getDevice()).get(columns);
        some.attach(owner); // else it would stay with the parameters
        return ForwardContext.wide(some);
    }

    /**
     * As {@link #score}, but log-probabilities over the whole vocabulary. That scores every word at
     * the slots, some slots at a time, and keeps the columns asked for.
     *
     * @return (K, C), at most 0
     */
    NDArray logProbabilities(ForwardContext pass, NDArray states, NDArray slots, NDArray columns) {
        return ForwardContext.scoped(
                states,
                fused -> {
                    NDArray x = open(pass, fused, slots);
                    NDArray w = pass.value(table, x.getManager());
                    NDArray b = pass.value(bias, x.getManager());
                    if (slots.getShape().get(0) <= CHUNK) {
                        return normalised(x, w, b, columns);
                    }
                    NDList parts = new NDList();
                    for (long from = 0; from < slots.getShape().get(0); from += CHUNK) {
                        long to = Math.min(from + CHUNK, slots.getShape().get(0));
                        NDArray some = x.get(new NDIndex("{}:{}", from, to));
                        parts.add(
                                ForwardContext.scoped(
                                        some, part -> normalised(part, w, b, columns)));
                    }
                    return NDArrays.concat(parts);
                });
    }

    private static NDArray normalised(NDArray x, NDArray w, NDArray b, NDArray columns) {
        NDArray all = Linear.linear(x, w, b).head().logSoftmax(1);
        return columns.size() > 0 ? all.get(new NDIndex(":, {}", columns)) : all;
    }

    /** The transformed states of the slots, (K, D). */
    private NDArray open(ForwardContext pass, NDArray fused, NDArray slots) {
        long length = fused.getShape().get(1);
        NDArray places = slots.get(":, 0").mul(length).add(slots.get(":, 1"));
        places.attach(fused.getManager());
        NDArray open = fused.reshape(-1, fused.getShape().get(2)).get(places);
        return norm.apply(pass, Activation.gelu(dense.apply(pass, open)));
    }
}
