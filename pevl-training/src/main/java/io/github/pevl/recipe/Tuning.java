package io.github.pevl.recipe;

/** Which parameters are trained. */
public enum Tuning {

    /** All that the losses reach. */
    FULL,

    /**
     * Low-rank adapters of the linear layers in attention and feed-forward parts (LoRA, Hu et al.
     * 2021); all else stays as it is. Not in the paper.
     */
    LORA,

    /**
     * A soft prompt: keys and values that every self-attention of the text encoder attends to
     * (prefix tuning, Li and Liang 2021); all else stays as it is. Not in the paper.
     */
    PROMPT
}
