package io.github.pevl.data;

import io.github.pevl.text.EncodedText;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes ids of sentences, and hides some.
 *
 * @param tokenizer of the model's vocabulary
 * @param maxTokens the most tokens of a text; never half a box
 */
record TextTokenizer(PevlTokenizer tokenizer, int maxTokens) {

    MaskedText encode(TrainingText written, Masking masking, SplittableRandom random) {
        if (written.asked() == null || !masking.hidesNothing()) {
            long[] ids = tokenizer.encode(written.text(), maxTokens).ids();
            long[] hidden = ids.clone();
            int[] places = new TokenMasker(masking, hidden, vocabulary(), random).hide();
            return new MaskedText(ids, hidden, places, written.match());
        }
        EncodedText whole = tokenizer.encode(written.asked());
        long[] text = answered(tokenizer.encode(written.text()).ids(), whole, written);
        EncodedText asked =
                whole.length() <= maxTokens ? whole : tokenizer.encode(written.asked(), maxTokens);
        int[] places = asked.placesOf(vocabulary().maskId());
        return new MaskedText(
                Arrays.copyOf(text, asked.length()), asked.ids(), places, written.match());
    }

    private PevlVocabulary vocabulary() {
        return tokenizer.vocabulary();
    }

    /**
     * The text with exactly as many tokens as the open slots leave room for. A word may be several
     * tokens, and then pushes out filling, or the rest of a long answer, as published.
     */
    private long[] answered(long[] text, EncodedText asked, TrainingText written) {
        int[] open = asked.placesOf(vocabulary().maskId());
        int surplus = text.length - asked.length();
        if (open.length == 0 || surplus < 0) {
            throw new IllegalArgumentException(
                    "\"%s\" leaves %d of the %d tokens of \"%s\" unsaid; they must be the same but"
                                    .formatted(
                                            written.text(),
                                            -surplus,
                                            asked.length(),
                                            written.asked())
                            + " for the open slots.");
        }
        int end = open[open.length - 1] + 1;
        long[] fitted = Arrays.copyOf(text, asked.length());
        System.arraycopy(text, end + surplus, fitted, end, asked.length() - end);
        return fitted;
    }
}
