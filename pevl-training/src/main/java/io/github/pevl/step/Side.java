package io.github.pevl.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.model.PevlBlock;

/**
 * One of the two networks of a step, the one that learns or its twin, ready to run.
 *
 * @param network the network
 * @param store gives its parameters' values on the device in use
 * @param training whether dropout acts
 */
record Side(PevlBlock network, ParameterStore store, boolean training) {

    /** Pixels (B, 3, side, side) to patch states (B, P, V). */
    NDArray image(NDArray pixels) {
        return network.encodeImage(store, pixels, training);
    }

    /** Ids and mask (T, L) to word states (T, L, D). */
    NDArray words(NDArray ids, NDArray mask) {
        return network.encodeText(store, ids, mask, training);
    }

    /** Patch states (B, P, V) to unit vectors (B, E). */
    NDArray imageFeature(NDArray image) {
        return network.imageFeature(store, image, training);
    }

    /** Word states (T, L, D) to unit vectors (T, E). */
    NDArray textFeature(NDArray words) {
        return network.textFeature(store, words, training);
    }

    /** The scores of all words at the hidden places, (K, vocabulary). */
    NDArray fill(TrainingInput in, NDArray image, TextsPerImage shares) {
        NDArray words = words(in.hiddenIds(), in.mask());
        NDArray fused = network.fuse(store, words, in.mask(), image, shares.texts(), training);
        NDArray all = in.slots().getManager().create(new Shape(0), DataType.INT64);
        return network.fill(store, fused, in.slots(), all, training);
    }

    /**
     * The scores of "no" and "yes" for texts about images, (R, 2).
     *
     * @param words word states, (R, L, D)
     * @param mask (R, L)
     * @param image patch states, (B, P, V)
     * @param texts how many of the texts are put to each image, B numbers with sum R
     */
    NDArray match(NDArray words, NDArray mask, NDArray image, int[] texts) {
        NDArray fused = network.fuse(store, words, mask, image, texts, training);
        return network.match(store, fused, training);
    }
}
