package io.github.pevl.recipe;

/** In what the products of linear layers are computed while a network is trained. */
public enum TrainingPrecision {

    /** float32, as in the original. */
    FLOAT32,

    /**
     * bfloat16, with parameters, gradients, optimiser and all that is no linear layer in float32.
     * Large networks train faster on processors with AMX; on GPUs it was not tried, and on
     * processors without bfloat16 it is slow. Not in the paper.
     */
    BF16
}
