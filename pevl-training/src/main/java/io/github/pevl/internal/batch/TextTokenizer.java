package io.github.pevl.internal.batch;

import io.github.pevl.data.Masking;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Tokenises and masks sentences.
 *
 * @param tokenizer of the model's vocabulary
 * @param maxTokens of a text; a box is never cut in half
 */
record TextTokenizer(PevlTokenizer tokenizer, int maxTokens) {

    MaskedText encode(TrainingText written, Masking masking, SplittableRandom random) {
        if (!written.predicted()) {
            long[] ids = tokenizer.encode(written.text(), maxTokens);
            return new MaskedText(ids, ids, new int[0], written.match());
        }
        if (written.masked() == null || !masking.masksNothing()) {
            long[] ids = tokenizer.encode(written.text(), maxTokens);
            long[] maskedIds = ids.clone();
            int[] maskPositions = new TokenMasker(masking, maskedIds, vocabulary(), random).mask();
            return new MaskedText(ids, maskedIds, maskPositions, written.match());
        }
        long[] whole = tokenizer.encode(written.masked());
        long[] text = fitted(tokenizer.encode(written.text()), whole, written);
        long[] masked =
                whole.length <= maxTokens ? whole : tokenizer.encode(written.masked(), maxTokens);
        return new MaskedText(
                Arrays.copyOf(text, masked.length), masked, masks(masked), written.match());
    }

    private PevlVocabulary vocabulary() {
        return tokenizer.vocabulary();
    }

    /**
     * The text with exactly as many tokens as there are masks. A word of several tokens pushes out
     * padding, or the rest of a long answer, as published.
     */
    private long[] fitted(long[] text, long[] masked, TrainingText written) {
        int[] masks = masks(masked);
        int surplus = text.length - masked.length;
        if (masks.length == 0 || surplus < 0) {
            throw new IllegalArgumentException(
                    "\"%s\" lacks %d of the %d tokens of \"%s\"; they must be the same except"
                                    .formatted(
                                            written.text(),
                                            -surplus,
                                            masked.length,
                                            written.masked())
                            + " for the masks.");
        }
        int end = masks[masks.length - 1] + 1;
        long[] fitted = Arrays.copyOf(text, masked.length);
        System.arraycopy(text, end + surplus, fitted, end, masked.length - end);
        return fitted;
    }

    private int[] masks(long[] ids) {
        long mask = vocabulary().maskId();
        return IntStream.range(0, ids.length).filter(i -> ids[i] == mask).toArray();
    }
}
