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
 * Turns texts into ids as BERT's uncased tokenizer does, with the position words kept whole where
 * they stand alone between white space. {@code [CLS]} is put in front, nothing is put at the end.
 *
 * <p>May be used by many threads at once. Building one takes about 0.1 s, so build one and share
 * it; close it after the last use.
 */
public final class PevlTokenizer implements AutoCloseable {

    private final PevlVocabulary vocabulary;
    private final HuggingFaceTokenizer tokenizer;

    /** Makes a tokenizer for the words of a vocabulary. */
    public PevlTokenizer(PevlVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        byte[] json = TokenizerJson.of(vocabulary).getBytes(StandardCharsets.UTF_8);
        // Left to itself the library truncates at 512 tokens and knows nothing of boxes.
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

    /** Encodes a whole text, however long. */
    public EncodedText encode(String text) {
        return new EncodedText(ids(text), 0);
    }

    /**
     * Encodes a text, up to a number of tokens. A box that would be cut in two is left out whole,
     * both markers included; the original leaves half of it.
     *
     * @param maxLength the tokens allowed, {@code [CLS]} included, at least 1
     * @throws IllegalArgumentException if not even {@code [CLS]} is allowed
     */
    public EncodedText encode(String text, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "A text cannot have at most %d tokens.".formatted(maxLength)
                            + " The limit counts [CLS] and is 1 or more.");
        }
        long[] all = ids(text);
        if (all.length <= maxLength) {
            return new EncodedText(all, 0);
        }
        int kept = endBeforeBox(all, maxLength);
        return new EncodedText(Arrays.copyOf(all, kept), all.length - kept);
    }

    /** The ids of a text alone, without {@code [CLS]}: the tokens that a candidate is made of. */
    public long[] pieces(String text) {
        long[] all = ids(text);
        return Arrays.copyOfRange(all, 1, all.length);
    }

    /**
     * The words of a text that the model does not know: it reads {@code [UNK]} in their place, or
     * in place of a part of them.
     *
     * @return as they stand between white space, each once, in the order of the text
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

    private long[] ids(String text) {
        return tokenizer.encode(text).getIds();
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
