package io.github.pevl.internal.prompt;

import io.github.pevl.text.PevlVocabulary;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A prompt as token ids. Immutable. */
public final class EncodedPrompt {

    private final long[] ids;
    private final int[] masks;
    private final int cut;

    private EncodedPrompt(long[] ids, int[] masks, int cut) {
        this.ids = ids;
        this.masks = masks;
        this.cut = cut;
    }

    /** Joins the tokens of the pieces behind {@code [CLS]}. */
    static EncodedPrompt of(
            List<long[]> tokens, PevlVocabulary vocabulary, List<Prompt.Piece> pieces, int cut) {
        LongStream.Builder ids = LongStream.builder().add(vocabulary.classId());
        IntStream.Builder masks = IntStream.builder();
        int index = 1;
        for (int i = 0; i < tokens.size(); i++) {
            boolean words = pieces.get(i).isWords();
            for (long id : tokens.get(i)) {
                ids.add(id);
                if (!words && id == vocabulary.maskId()) {
                    masks.add(index);
                }
                index++;
            }
        }
        return new EncodedPrompt(ids.build().toArray(), masks.build().toArray(), cut);
    }

    /** A copy of the ids, beginning with {@code [CLS]}. */
    public long[] ids() {
        return ids.clone();
    }

    /** A copy of the token indices of the masks, ascending. */
    public int[] masks() {
        return masks.clone();
    }

    /**
     * The same with a mask filled.
     *
     * @param mask its index among the masks
     * @param id the token that takes its place
     */
    public EncodedPrompt filled(int mask, long id) {
        long[] filled = ids.clone();
        filled[masks[mask]] = id;
        int[] left =
                IntStream.range(0, masks.length)
                        .filter(i -> i != mask)
                        .map(i -> masks[i])
                        .toArray();
        return new EncodedPrompt(filled, left, cut);
    }

    /** The number of tokens. */
    public int length() {
        return ids.length;
    }

    /** The number of tokens that were dropped because the sentence was too long. */
    public int cut() {
        return cut;
    }
}
