package io.github.pevl.compile;

import io.github.pevl.checkpoint.ElementType;

/** How a compiled network holds its weights and multiplies. */
public enum Precision {
    /**
     * Weights of bfloat16. Multiplies in bfloat16 where the processor is faster so, and elsewhere
     * in float32: one archive for different machines.
     */
    AUTO(ElementType.BFLOAT16, 0.1),
    /** Weights of float32, and the answers of the uncompiled network up to rounding. */
    FP32(ElementType.FLOAT32, 0.001),
    /** Weights of bfloat16, multiplied in bfloat16 unless the processor has no way to do it. */
    BF16(ElementType.BFLOAT16, 0.1),
    /**
     * Weights of 8 bits with a scale for each row, the smallest; inputs are rounded as they come.
     * The first and last layers, and those by which words look at the image, are as {@link #AUTO}.
     */
    INT8(ElementType.BFLOAT16, 0.3);

    private final ElementType stored;
    private final double bound;

    Precision(ElementType stored, double bound) {
        this.stored = stored;
        this.bound = bound;
    }

    /**
     * How far scores may be from those of the network that was compiled, as a share of their
     * spread, for the archive to be kept: several times what rounding was seen to cost.
     */
    double bound() {
        return bound;
    }

    /** How large weights are stored, other than those of 8 bits. */
    ElementType stored() {
        return stored;
    }
}
