package io.github.pevl.recipe;

/** In what the products of linear layers are computed while a network is trained. */
public enum TrainingPrecision {

    /** float32, as in the original. */
    FLOAT32,

    /**
     * bfloat16, with parameters, gradients, optimiser and all that is no linear layer in float32.
     * Faster on processors with instructions for it (AVX-512 BF16, AMX) and on GPUs; slow
     * elsewhere. Not in the paper.
     */
    BF16
}
