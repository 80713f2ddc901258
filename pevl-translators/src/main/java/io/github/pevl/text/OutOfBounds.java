package io.github.pevl.text;

/**
 * What becomes of a box that reaches over the image's edge. The original has three versions of this
 * rule; they are two, since the third differs only where it fails with a missing key.
 */
public enum OutOfBounds {
    /**
     * A box that lies wholly outside is not written; one that reaches over an edge is cut there.
     * The rule of grounding data ({@code resize_bbox} in {@code dataset/grounding_dataset.py},
     * which gives up on bin 512 and fails on later ones).
     */
    SKIP,
    /**
     * Every corner is moved to the nearest position token, so each box is written. The rule of
     * relations ({@code dataset/vrd_dataset.py}) and of commonsense questions ({@code
     * dataset/vcr_dataset.py}, which fails on a box that ends left of the image or above it).
     */
    CLAMP
}
