package io.github.pevl.internal.step;

import ai.djl.ndarray.NDArray;

/**
 * Unit vectors of images and of their texts.
 *
 * @param images (B, E), or (E, N) as columns
 * @param texts the same shape
 */
record Features(NDArray images, NDArray texts) {

    /** The transposed vectors, (E, B). */
    Features columns() {
        return new Features(images.transpose(), texts.transpose());
    }
}
