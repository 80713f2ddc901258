package io.github.pevl.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A text as ids, beginning with {@code [CLS]} and without an end mark.
 *
 * @param ids one id per token, at least one
 * @param cut the tokens that were left out at the end, because the text was longer than allowed; 0
 *     for a whole text
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

    /** Whether tokens were left out at the end. */
    public boolean truncated() {
        return cut > 0;
    }

    /** The places at which an id stands, in order, counted from 0 ({@code [CLS]}). */
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
