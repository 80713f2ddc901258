package io.github.pevl.internal.model;

/**
 * What a network has besides its own parameters, to be trained while these stay as they are. It
 * begins without effect.
 *
 * @param adapterRank of the low-rank adapters of its linear layers (LoRA, Hu et al. 2021); 0 for
 *     none
 * @param promptTokens of a soft prompt, which each self-attention of the text encoder attends to
 *     ({@link SoftPrompt}); 0 for none
 */
public record AddedParameters(int adapterRank, int promptTokens) {

    /** Nothing: all of the network's own parameters may be trained. */
    public static final AddedParameters NONE = new AddedParameters(0, 0);

    /** End of the name of an adapter's first factor, after the name of its layer. */
    public static final String ADAPTER_DOWN = ".lora_A";

    /** End of the name of its second. */
    public static final String ADAPTER_UP = ".lora_B";

    /** End of the name of a soft prompt's keys, after the name of its attention. */
    public static final String PROMPT_KEYS = ".prompt_keys";

    /** End of the name of its values. */
    public static final String PROMPT_VALUES = ".prompt_values";

    /** Low-rank adapters alone. */
    public static AddedParameters adapters(int rank) {
        return new AddedParameters(rank, 0);
    }

    /** A soft prompt alone. */
    public static AddedParameters prompt(int tokens) {
        return new AddedParameters(0, tokens);
    }

    /** Whether a parameter of this name is one of a network's own. */
    public static boolean isOwn(String name) {
        return !name.endsWith(ADAPTER_DOWN) && !name.endsWith(ADAPTER_UP) && !isPrompt(name);
    }

    /** Whether a parameter of this name is part of a soft prompt. */
    public static boolean isPrompt(String name) {
        return name.endsWith(PROMPT_KEYS) || name.endsWith(PROMPT_VALUES);
    }

    /** Whether a parameter of such a network may be trained. */
    public boolean trains(String name) {
        return equals(NONE) || !isOwn(name);
    }
}
