package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How alike images and texts are: products of unit vectors, divided by the temperature. Column i of
 * row i is the right one.
 *
 * @param imageToText each image with texts, (B, N)
 * @param textToImage each text with images, (B, N)
 */
public record Similarities(NDArray imageToText, NDArray textToImage) {

    NDList toList() {
        return new NDList(imageToText, textToImage);
    }
}
