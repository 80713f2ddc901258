package io.github.pevl.step;

import ai.djl.ndarray.NDArray;

/**
 * Unit vectors of images and of their texts.
 *
 * @param images (B, E), or (E, N) where they stand as columns
 * @param texts the same
 */
record Features(NDArray images, NDArray texts) {

    /** Rows as columns, (E, B). */
    Features columns() {
        return new Features(images.transpose(), texts.transpose());
    }
}
