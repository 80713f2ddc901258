package io.github.pevl.internal.prompt;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sentence that a task asks the network: words of the request, and between them the boxes, masks
 * and separators that the prompt writer placed. Only what was placed becomes tokens of these kinds,
 * and each mask is known by its place, so words cannot add any.
 */
public final class Prompt {

    /** What a piece is. */
    enum Kind {
        /** Words of the request; a prefix of them may stay when the sentence is too long. */
        WORDS,
        /** A box: it stays or goes whole. */
        BOX,
        /** A box whose positions are masked; it always stays. */
        MASKED_BOX,
        /** A mask, which always stays. */
        MASK,
        /** {@code [SEP]}, which stays before a mask. */
        SEPARATOR
    }

    /**
     * A piece of a sentence.
     *
     * @param text words, or entries of the vocabulary with blanks between and around them
     */
    record Piece(Kind kind, String text) {

        boolean isWords() {
            return kind == Kind.WORDS;
        }
    }

    private final List<Piece> pieces;

    Prompt(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Collects pieces from left to right. */
    static final class Builder {

        private final List<Piece> pieces = new ArrayList<>();

        /** Adds words to those before them. */
        Builder words(String text) {
            int last = pieces.size() - 1;
            if (last >= 0 && pieces.get(last).isWords()) {
                pieces.set(last, new Piece(Kind.WORDS, pieces.get(last).text() + text));
            } else if (!text.isEmpty()) {
                pieces.add(new Piece(Kind.WORDS, text));
            }
            return this;
        }

        /** Adds a box with the blanks of the original's datasets. */
        Builder box(BoxBins bins) {
            return add(Kind.BOX, PositionTokens.wordsAsPublished(bins));
        }

        Builder maskedBox() {
            return add(Kind.MASKED_BOX, PositionTokens.maskedWords());
        }

        Builder masks(int count) {
            for (int i = 0; i < count; i++) {
                add(Kind.MASK, " " + PevlVocabulary.MASK);
            }
            return this;
        }

        Builder separator() {
            return add(Kind.SEPARATOR, " " + PevlVocabulary.SEPARATOR);
        }

        /** Adds the pieces of another sentence. */
        Builder append(Prompt other) {
            for (Piece piece : other.pieces) {
                append(piece);
            }
            return this;
        }

        Builder append(Piece piece) {
            return piece.isWords() ? words(piece.text()) : add(piece.kind(), piece.text());
        }

        private Builder add(Kind kind, String text) {
            pieces.add(new Piece(kind, text));
            return this;
        }

        Prompt build() {
            return new Prompt(pieces);
        }
    }

    /**
     * A prompt of the user's own: each {@code [MASK]} of the text is a mask, all else is tokenized
     * as it stands.
     */
    public static Prompt free(String text) {
        Builder prompt = new Builder();
        int from = 0;
        for (int at = text.indexOf(PevlVocabulary.MASK); at >= 0; ) {
            prompt.words(text.substring(from, at)).add(Kind.MASK, PevlVocabulary.MASK);
            from = at + PevlVocabulary.MASK.length();
            at = text.indexOf(PevlVocabulary.MASK, from);
        }
        return prompt.words(text.substring(from)).build();
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** The sentence as text. */
    public String text() {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** The number of masks, those of masked boxes not counted. */
    public int masks() {
        return (int) pieces.stream().filter(piece -> piece.kind() == Kind.MASK).count();
    }

    /** The number of masked boxes. */
    int maskedBoxes() {
        return (int) pieces.stream().filter(piece -> piece.kind() == Kind.MASKED_BOX).count();
    }

    /** Encodes the whole sentence. */
    public EncodedPrompt encode(PevlTokenizer tokenizer) {
        return encode(tokenizer, Integer.MAX_VALUE);
    }

    /**
     * Encodes the sentence. If it is too long, words, boxes and separators are dropped from its
     * end, but masks stay, with the separator or the box markers around them; so it is still too
     * long if these alone are. Without masks the tokens are those of {@link PevlTokenizer#encode}.
     *
     * @param maxTokens the maximum number of tokens, {@code [CLS]} included
     */
    public EncodedPrompt encode(PevlTokenizer tokenizer, int maxTokens) {
        List<long[]> tokens = new ArrayList<>();
        long length = 1;
        for (Piece piece : pieces) {
            tokens.add(ids(piece, tokenizer));
            length += tokens.get(tokens.size() - 1).length;
        }
        int cut = 0;
        for (int i = pieces.size() - 1; i >= 0 && length - cut > maxTokens; i--) {
            long[] piece = tokens.get(i);
            int dropped =
                    switch (pieces.get(i).kind()) {
                        case MASK, MASKED_BOX -> 0;
                        case BOX -> piece.length;
                        case SEPARATOR -> isBeforeMask(i) ? 0 : piece.length;
                        case WORDS -> (int) Math.min(length - cut - maxTokens, piece.length);
                    };
            tokens.set(i, Arrays.copyOf(piece, piece.length - dropped));
            cut += dropped;
        }
        return EncodedPrompt.of(tokens, tokenizer.vocabulary(), pieces, cut);
    }

    private boolean isBeforeMask(int index) {
        return index + 1 < pieces.size() && pieces.get(index + 1).kind() == Kind.MASK;
    }

    private static long[] ids(Piece piece, PevlTokenizer tokenizer) {
        if (piece.isWords()) {
            return piece.text().isBlank() ? new long[0] : tokenizer.pieces(piece.text());
        }
        PevlVocabulary vocabulary = tokenizer.vocabulary();
        return Arrays.stream(piece.text().strip().split(" +")).mapToLong(vocabulary::id).toArray();
    }

    /** The sentence as text. */
    @Override
    public String toString() {
        return text();
    }
}
