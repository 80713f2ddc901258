package io.github.pevl.translate;

import io.github.pevl.text.EncodedText;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.stream.IntStream;

/**
 * Cuts the words of a text that is too long, from its end, and never what is asked: open slots, the
 * markers of an open box and the separator before open slots stay. A box that is written goes
 * whole. Where nothing is asked behind the limit, this is the tokenizer's truncation, as the
 * original cuts.
 *
 * @param vocabulary of the ids
 * @param maxTokens the most tokens that stay, {@code [CLS]} included
 */
record Truncation(PevlVocabulary vocabulary, int maxTokens) {

    private static final int BOX = PositionTokens.PER_BOX + 2;

    /** The text cut to the limit; longer if what is asked alone is. */
    EncodedText of(EncodedText whole) {
        long[] ids = whole.ids();
        boolean[] stays = asked(ids);
        int surplus = ids.length - maxTokens;
        boolean[] dropped = new boolean[ids.length];
        for (int i = ids.length - 1; i > 0 && surplus > 0; i--) {
            if (stays[i]) {
                continue;
            }
            int width = isBox(ids, i) ? BOX : 1;
            for (int j = i - width + 1; j <= i; j++) {
                dropped[j] = true;
            }
            i -= width - 1;
            surplus -= width;
        }
        long[] kept =
                IntStream.range(0, ids.length)
                        .filter(i -> !dropped[i])
                        .mapToLong(i -> ids[i])
                        .toArray();
        return new EncodedText(kept, ids.length - kept.length);
    }

    /** Which tokens ask something. */
    private boolean[] asked(long[] ids) {
        boolean[] asked = new boolean[ids.length];
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] != vocabulary.maskId()) {
                continue;
            }
            asked[i] = true;
            asked[i - 1] |=
                    ids[i - 1] == vocabulary.boxBeginId() || ids[i - 1] == vocabulary.separatorId();
            if (i + 1 < ids.length && ids[i + 1] == vocabulary.boxEndId()) {
                asked[i + 1] = true;
            }
        }
        return asked;
    }

    /** Whether a written box ends at a place. */
    private boolean isBox(long[] ids, int end) {
        int begin = end - BOX + 1;
        return begin > 0
                && ids[end] == vocabulary.boxEndId()
                && ids[begin] == vocabulary.boxBeginId()
                && IntStream.range(begin + 1, end).allMatch(i -> vocabulary.isPosition(ids[i]));
    }
}
