package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.pevl.internal.network.PevlInput;
import java.util.List;

/**
 * Texts about encoded images, whose keys and values are computed once for all of them. No padding
 * is computed, and in the last layer only what a head reads.
 *
 * @param caches keys and values of the images, one for each fusion layer
 */
record ImageTexts(
        ForwardContext context, NetworkParts parts, List<TextLayer.KeyValueCache> caches) {

    /** The scores of a call, or of a part of it: (K, C) at masks, or (T, 2) of matches. */
    NDArray score(PevlInput in) {
        TokenRows tokens = TokenRows.of(in.mask(), in.textsPerImage());
        NDArray maskPositions = in.maskPositions();
        NDArray candidateIds = in.candidateIds();
        if (maskPositions == null || candidateIds == null) {
            NDArray words = parts.text().encode(context, in.ids(), in.mask(), tokens);
            return match(words, in.mask(), tokens);
        }
        NDArray masked = atMasks(in.ids(), in.mask(), tokens, maskPositions);
        return in.asksForLogProbabilities()
                ? parts.mlmHead().logProbabilities(context, masked, candidateIds)
                : parts.mlmHead().score(context, masked, candidateIds);
    }

    /** Fused states of texts at their mask positions, (K, D). */
    NDArray atMasks(NDArray ids, NDArray mask, TokenRows tokens, NDArray maskPositions) {
        int[] places = tokens.places(maskPositions);
        TokenRows wanted = tokens.at(places);
        TokenRows computed = tokens.with(wanted);
        NDArray words = parts.text().encode(context, ids, mask, computed);
        return wanted.select(fuse(words, mask, computed, wanted), places);
    }

    /** The scores of "no" and "yes" for encoded texts, (T, 2). */
    NDArray match(NDArray words, NDArray mask, TokenRows tokens) {
        return parts.matchHead().apply(context, fuse(words, mask, tokens, tokens.firsts()));
    }

    /** Fused states of the wanted ones of some tokens of encoded texts, (N, D). */
    NDArray fuse(NDArray words, NDArray mask, TokenRows tokens, TokenRows wanted) {
        return parts.text().fuse(context, words, mask, caches, tokens, wanted);
    }
}
