package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Similarities of images and texts: dot products of unit vectors, divided by the temperature.
 * Column i is right for row i.
 *
 * @param imageToText of each image with texts, (B, N)
 * @param textToImage of each text with images, (B, N)
 */
public record Similarities(NDArray imageToText, NDArray textToImage) {

    NDList toList() {
        return new NDList(imageToText, textToImage);
    }
}
