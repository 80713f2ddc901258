package io.github.pevl.text;

/**
 * How to encode a box that extends beyond the image. The original has three versions of this rule;
 * the third differs only where it fails with a missing key, so there are two here.
 */
public enum OutOfBounds {
    /**
     * A box that lies completely outside is skipped; one that extends beyond an edge is clipped.
     * The rule of grounding data ({@code resize_bbox} in {@code dataset/grounding_dataset.py},
     * which skips bin 512 and fails on greater ones).
     */
    SKIP,
    /**
     * Every corner is clamped to the position tokens, so no box is skipped. The rule of relations
     * ({@code dataset/vrd_dataset.py}) and of commonsense questions ({@code
     * dataset/vcr_dataset.py}, which fails on a box that ends left of the image or above it).
     */
    CLAMP
}
