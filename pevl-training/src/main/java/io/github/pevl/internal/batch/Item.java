package io.github.pevl.internal.batch;

import java.util.List;

/**
 * An image with texts about it, before it becomes arrays of the engine.
 *
 * @param pixels normalised, (3, side, side)
 * @param texts at least one
 */
record Item(float[] pixels, List<MaskedText> texts) {

    /** The number of masked tokens of all texts. */
    int masks() {
        return texts.stream().mapToInt(text -> text.maskPositions().length).sum();
    }
}
