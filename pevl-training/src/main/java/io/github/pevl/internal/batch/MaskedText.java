package io.github.pevl.internal.batch;

import io.github.pevl.internal.augment.TrainingText;

/**
 * A tokenised text, whole and masked.
 *
 * @param ids of the whole text, (L)
 * @param maskedIds the same with tokens masked, (L)
 * @param maskPositions indices of the masked tokens, ascending
 * @param match 1, 0 or -1, as {@link TrainingText#match()}
 */
record MaskedText(long[] ids, long[] maskedIds, int[] maskPositions, int match) {}
