package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;
import io.github.pevl.internal.model.ForwardPass;

/**
 * Unit vectors of images and of their texts.
 *
 * @param images (B, E), or (E, N) as columns
 * @param texts the same shape
 */
record Features(NDArray images, NDArray texts) {

    /**
     * Of a network.
     *
     * @param image patch states, (B, P, V)
     * @param words word states of the first text of each image, (B, L, D)
     */
    static Features of(ForwardPass network, NDArray image, NDArray words) {
        return new Features(network.imageFeature(image), network.textFeature(words));
    }

    /** The transposed vectors, (E, B). */
    Features columns() {
        return new Features(images.transpose(), texts.transpose());
    }
}
