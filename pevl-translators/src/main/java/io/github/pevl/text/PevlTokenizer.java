package io.github.pevl.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns texts into ids as BERT's uncased tokenizer does, and keeps position tokens whole where they
 * stand alone between white space. {@code [CLS]} is prepended; nothing is appended.
 *
 * <p>Thread-safe. Creating one takes about 0.1 s, so create one and share it; close it after the
 * last use.
 */
public final class PevlTokenizer implements AutoCloseable {

    private final PevlVocabulary vocabulary;
    private final HuggingFaceTokenizer tokenizer;

    /** Makes a tokenizer for the words of a vocabulary. */
    public PevlTokenizer(PevlVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        byte[] json = TokenizerJson.of(vocabulary).getBytes(StandardCharsets.UTF_8);
        // By default the library truncates at 512 tokens and knows nothing of boxes.
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words behind the ids. */
    public PevlVocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * Encodes a whole text, however long.
     *
     * @return one id per token, the first of which is {@code [CLS]}
     */
    public long[] encode(String text) {
        return tokenizer.encode(text).getIds();
    }

    /**
     * Encodes a text, up to a maximum number of tokens. A box that would be cut in two is dropped
     * with both markers; the original keeps half of it.
     *
     * @param maxLength the maximum number of tokens, {@code [CLS]} included, at least 1
     * @return one id per token, the first of which is {@code [CLS]}
     * @throws IllegalArgumentException if {@code maxLength} is less than 1
     */
    public long[] encode(String text, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "A text cannot have at most %d tokens.".formatted(maxLength)
                            + " The limit counts [CLS] and is 1 or more.");
        }
        long[] all = encode(text);
        return all.length <= maxLength ? all : Arrays.copyOf(all, endBeforeBox(all, maxLength));
    }

    /** The ids of a text without {@code [CLS]}, such as those of a candidate. */
    public long[] pieces(String text) {
        long[] all = encode(text);
        return Arrays.copyOfRange(all, 1, all.length);
    }

    /**
     * The words of a text that the vocabulary lacks, so that the model reads {@code [UNK]} instead
     * of them or of a part of them.
     *
     * @return split at white space, each once, in the order of the text
     */
    public List<String> unknownWords(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .distinct()
                .filter(word -> !vocabulary.contains(word) && isUnknown(word))
                .toList();
    }

    private boolean isUnknown(String word) {
        return Arrays.stream(pieces(word)).anyMatch(id -> id == vocabulary.unknownId());
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** The largest end up to {@code end} that does not lie inside a box. */
    private int endBeforeBox(long[] ids, int end) {
        for (int i = end - 1; i >= 1 && i >= end - 1 - PositionTokens.PER_BOX; i--) {
            if (ids[i] == vocabulary.boxBeginId()) {
                return i;
            }
            if (!vocabulary.isPosition(ids[i]) && ids[i] != vocabulary.maskId()) {
                return end;
            }
        }
        return end;
    }
}
