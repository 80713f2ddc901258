package io.github.pevl.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A text as token ids, starting with {@code [CLS]} and without an end token.
 *
 * @param ids one id per token, at least one
 * @param cut the number of tokens dropped from the end because the text was too long; 0 for a whole
 *     text
 */
public record EncodedText(long[] ids, int cut) {

    /** Copies the ids. */
    public EncodedText {
        ids = ids.clone();
    }

    /** A copy of the ids. */
    @Override
    public long[] ids() {
        return ids.clone();
    }

    /** The number of tokens. */
    public int length() {
        return ids.length;
    }

    /** Whether tokens were dropped from the end. */
    public boolean truncated() {
        return cut > 0;
    }

    /** The indices of an id, ascending, from 0 ({@code [CLS]}). */
    public int[] placesOf(long id) {
        return IntStream.range(0, ids.length).filter(i -> ids[i] == id).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedText that && cut == that.cut && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + cut;
    }

    @Override
    public String toString() {
        return "EncodedText[ids=" + Arrays.toString(ids) + ", cut=" + cut + "]";
    }
}
