package io.github.pevl.model;

import io.github.pevl.checkpoint.ElementType;

/** How a compiled network stores its weights and multiplies. */
public enum Precision {
    /**
     * bfloat16 weights, multiplied in bfloat16 where that is faster and in float32 elsewhere: one
     * archive for different machines.
     */
    AUTO(ElementType.BFLOAT16, 0.1),
    /** float32 weights; the answers of the uncompiled network up to rounding. */
    FP32(ElementType.FLOAT32, 0.001),
    /** bfloat16 weights, multiplied in bfloat16 unless the processor cannot. */
    BF16(ElementType.BFLOAT16, 0.1),
    /**
     * 8-bit weights with a scale for each row, the smallest archive; inputs are quantised on the
     * fly. The first and last layers, and those of cross-attention, are as in {@link #AUTO}.
     */
    INT8(ElementType.BFLOAT16, 0.3);

    private final ElementType stored;
    private final double bound;

    Precision(ElementType stored, double bound) {
        this.stored = stored;
        this.bound = bound;
    }

    /**
     * Max deviation of scores from those of the network that was compiled, as a share of their
     * spread; beyond it the archive is discarded. Several times the rounding that was measured.
     */
    public double bound() {
        return bound;
    }

    /** The stored type of large weights, other than those of 8 bits. */
    public ElementType stored() {
        return stored;
    }
}
