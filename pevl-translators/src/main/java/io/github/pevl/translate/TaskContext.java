package io.github.pevl.translate;

import io.github.pevl.request.TextTooLongException;
import io.github.pevl.text.EncodedText;
import io.github.pevl.text.Excerpt;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What tasks know of the model that they ask.
 *
 * @param tokenizer of the model's vocabulary
 * @param maxTokens the maximum number of tokens of a text, {@code [CLS]} included
 * @param limits of a request
 * @param labels the texts that the model chooses from; may be empty
 */
record TaskContext(
        PevlTokenizer tokenizer, int maxTokens, RequestLimits limits, List<String> labels) {

    /** {@code [CLS]}, one word and a box. */
    private static final int MIN_TOKENS = PositionTokens.PER_BOX + 4;

    TaskContext {
        if (maxTokens < MIN_TOKENS) {
            throw new IllegalArgumentException(
                    "maxTokens is %d; [CLS], one word and a box need %d."
                            .formatted(maxTokens, MIN_TOKENS));
        }
        labels = List.copyOf(labels);
    }

    /**
     * Encodes a whole text.
     *
     * @param field what the request calls it
     * @param masks how many masks it must have
     * @throws TextTooLongException if it is too long
     * @throws IllegalArgumentException if it has other masks than those of the task
     */
    EncodedText encode(String field, String text, int masks) {
        return encode(field, text, masks, false);
    }

    /**
     * Encodes a text.
     *
     * @param truncate whether it is cut where it is too long
     * @throws TextTooLongException if it is too long and may not be cut, or what it asks is
     * @throws IllegalArgumentException if it has other masks than those of the task
     */
    EncodedText encode(String field, String text, int masks, boolean truncate) {
        limits.requireLength(text.length());
        EncodedText whole = tokenizer.encode(text);
        EncodedText encoded = truncate ? truncated(whole) : whole;
        if (encoded.length() > maxTokens) {
            throw new TextTooLongException(
                    "%s has %d tokens, [CLS] and boxes included; this model takes at most %d: %s."
                            .formatted(field, encoded.length(), maxTokens, Excerpt.of(text)));
        }
        int found = encoded.placesOf(tokenizer.vocabulary().maskId()).length;
        if (found != masks) {
            throw new IllegalArgumentException(
                    "%s has %d open slots where this task has %d: %s."
                            .formatted(field, found, masks, Excerpt.of(text)));
        }
        return encoded;
    }

    /** The text itself if it fits, else with words cut off its end. */
    EncodedText truncated(EncodedText whole) {
        return whole.length() <= maxTokens
                ? whole
                : new Truncation(tokenizer.vocabulary(), maxTokens).of(whole);
    }

    /** The ids of the position tokens. */
    long[] positions() {
        long first = tokenizer.vocabulary().firstPositionId();
        return LongStream.range(first, first + PositionTokens.BINS).toArray();
    }
}
