package io.github.pevl.translate;

import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.TextTooLongException;
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
 * @param presence whether grounding asks if expressions mean anything
 */
record TaskContext(
        PevlTokenizer tokenizer,
        int maxTokens,
        RequestLimits limits,
        List<String> labels,
        PresenceMode presence) {

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

    /** A model that is not asked whether expressions mean anything. */
    TaskContext(PevlTokenizer tokenizer, int maxTokens, RequestLimits limits, List<String> labels) {
        this(tokenizer, maxTokens, limits, labels, PresenceMode.OFF);
    }

    /**
     * Encodes a sentence.
     *
     * @param field what the request calls it
     * @param truncate whether words are dropped if it is too long
     * @throws TextTooLongException if it is too long and may not be cut, or its masks alone are
     */
    EncodedPrompt encode(String field, Prompt prompt, boolean truncate) {
        limits.requireLength(prompt.text().length());
        EncodedPrompt encoded =
                truncate ? prompt.encode(tokenizer, maxTokens) : prompt.encode(tokenizer);
        if (encoded.length() > maxTokens) {
            throw new TextTooLongException(
                    "%s has %d tokens, [CLS] and boxes included; this model takes at most %d: %s."
                            .formatted(
                                    field, encoded.length(), maxTokens, Excerpt.of(prompt.text())));
        }
        return encoded;
    }

    /** The id of a position token. */
    long positionId(int bin) {
        return tokenizer.vocabulary().firstPositionId() + bin;
    }

    /** The ids of the position tokens. */
    long[] positions() {
        long first = tokenizer.vocabulary().firstPositionId();
        return LongStream.range(first, first + PositionTokens.BINS).toArray();
    }
}
