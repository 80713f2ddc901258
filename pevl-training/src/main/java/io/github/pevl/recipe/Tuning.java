package io.github.pevl.recipe;

/** Which parameters are trained. */
public enum Tuning {

    /** All that the losses reach. */
    FULL,

    /**
     * Low-rank adapters of the linear layers in attention and feed-forward parts (LoRA, Hu et al.
     * 2021); all else stays as it is. Not in the paper.
     */
    LORA
}
