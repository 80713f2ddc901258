package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import io.github.pevl.model.PevlConfig;

/**
 * The masked-LM head: scores which token a mask stands for. Its decoder is the table of word
 * embeddings.
 */
final class MlmHead {

    /** Mask positions whose scores over the whole vocabulary are computed at a time, about 8 MB. */
    private static final int CHUNK = 64;

    private final Dense dense;
    private final Norm norm;
    private final Parameter table;
    private final Parameter bias;

    MlmHead(PevlConfig config, Parameter words, ParameterFactory parameters) {
        bias = parameters.bias("bias", config.vocabularySize());
        ParameterFactory transform = parameters.child("transform");
        dense = transform.dense("dense", config.textWidth(), config.textWidth());
        norm = transform.norm("LayerNorm", config.textWidth(), TextEncoder.EPSILON);
        table = words;
    }

    /**
     * Scores candidate tokens at masks.
     *
     * @param states fused states at the masks, (K, D)
     * @param candidateIds vocabulary ids to score, int64 (C); empty for all
     * @return scores before softmax, (K, C)
     */
    NDArray score(ForwardContext context, NDArray states, NDArray candidateIds) {
        return ForwardContext.scoped(
                states,
                masked -> {
                    NDArray x = transform(context, masked);
                    NDArray w = rows(context, table, candidateIds, x.getManager());
                    NDArray b = rows(context, bias, candidateIds, x.getManager());
                    return Linear.linear(x, w, b).head();
                });
    }

    /** The rows of a parameter that belong to the candidates, float32. */
    private static NDArray rows(
            ForwardContext context, Parameter of, NDArray candidateIds, NDManager owner) {
        if (candidateIds.size() == 0) {
            return context.value(of, owner);
        }
        NDArray some = context.held(of, owner.getDevice()).get(candidateIds);
        some.attach(owner); // else it would belong to the model
        return ForwardContext.wide(some);
    }

    /**
     * As {@link #score}, but log-probabilities over the whole vocabulary: scores every token, some
     * mask positions at a time, and keeps the candidates.
     *
     * @return (K, C), at most 0
     */
    NDArray logProbabilities(ForwardContext context, NDArray states, NDArray candidateIds) {
        return ForwardContext.scoped(
                states,
                masked -> {
                    NDArray x = transform(context, masked);
                    long masks = x.getShape().get(0);
                    NDArray w = context.value(table, x.getManager());
                    NDArray b = context.value(bias, x.getManager());
                    if (masks <= CHUNK) {
                        return normalised(x, w, b, candidateIds);
                    }
                    NDList parts = new NDList();
                    for (long from = 0; from < masks; from += CHUNK) {
                        long to = Math.min(from + CHUNK, masks);
                        NDArray some = x.get(new NDIndex("{}:{}", from, to));
                        parts.add(
                                ForwardContext.scoped(
                                        some, part -> normalised(part, w, b, candidateIds)));
                    }
                    return NDArrays.concat(parts);
                });
    }

    private static NDArray normalised(NDArray x, NDArray w, NDArray b, NDArray candidateIds) {
        NDArray all = Linear.linear(x, w, b).head().logSoftmax(1);
        return candidateIds.size() > 0 ? all.get(new NDIndex(":, {}", candidateIds)) : all;
    }

    /** The transformed states, (K, D). */
    private NDArray transform(ForwardContext context, NDArray masked) {
        return norm.apply(context, Activation.gelu(dense.apply(context, masked)));
    }
}
