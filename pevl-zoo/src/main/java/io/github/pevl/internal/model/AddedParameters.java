package io.github.pevl.internal.model;

/**
 * What a network has besides its own parameters, to be trained while these stay as they are.
 *
 * @param adapterRank of the low-rank adapters of its linear layers (LoRA, Hu et al. 2021), which
 *     begin without effect; 0 for none
 */
public record AddedParameters(int adapterRank) {

    /** Nothing: all of the network's own parameters may be trained. */
    public static final AddedParameters NONE = new AddedParameters(0);

    /** End of the name of an adapter's first factor, after the name of its layer. */
    public static final String ADAPTER_DOWN = ".lora_A";

    /** End of the name of its second. */
    public static final String ADAPTER_UP = ".lora_B";

    /** Whether a parameter of this name is one of a network's own. */
    public static boolean isOwn(String name) {
        return !name.endsWith(ADAPTER_DOWN) && !name.endsWith(ADAPTER_UP);
    }

    /** Whether a parameter of such a network may be trained. */
    public boolean trains(String name) {
        return equals(NONE) || !isOwn(name);
    }
}
