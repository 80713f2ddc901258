package io.github.pevl.text;

/**
 * Four position tokens: the corners of a box in steps of 1/512 of the image. A model's answer may
 * have its corners in the wrong order.
 *
 * @param x1 left, 0 to 511
 * @param y1 top, 0 to 511
 * @param x2 right, 0 to 511
 * @param y2 bottom, 0 to 511
 */
public record BoxBins(int x1, int y1, int x2, int y2) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if a bin is not one of the position tokens
     */
    public BoxBins {
        PositionTokens.requireBin(x1);
        PositionTokens.requireBin(y1);
        PositionTokens.requireBin(x2);
        PositionTokens.requireBin(y2);
    }
}
