package io.github.pevl.data;

/**
 * A text as a training step takes it.
 *
 * @param ids of the whole text, (L)
 * @param hidden the same with tokens hidden, (L)
 * @param places of the hidden tokens, in order
 * @param match 1, 0 or -1, as {@link TrainingText#match()}
 */
record MaskedText(long[] ids, long[] hidden, int[] places, int match) {}
