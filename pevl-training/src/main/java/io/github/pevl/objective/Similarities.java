package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How alike pictures and texts are: products of unit vectors, divided by the temperature. Column i
 * of row i is the right one.
 *
 * @param imageToText each picture with texts, (B, N)
 * @param textToImage each text with pictures, (B, N)
 */
public record Similarities(NDArray imageToText, NDArray textToImage) {

    NDList toList() {
        return new NDList(imageToText, textToImage);
    }
}
