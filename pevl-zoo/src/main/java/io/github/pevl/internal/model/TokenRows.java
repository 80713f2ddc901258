package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some tokens of padded texts: those that are computed. Their states are the rows of a matrix, (N,
 * D), without padding; only self-attention, which needs texts of one length, spreads them.
 */
final class TokenRows {

    private final int texts;
    private final int length;

    /** Where each token is among the T * L places of the padded texts, ascending, (N). */
    private final int[] places;

    private final int[] textsPerImage;

    private TokenRows(int texts, int length, int[] places, int[] textsPerImage) {
        this.texts = texts;
        this.length = length;
        this.places = places;
        this.textsPerImage = textsPerImage;
    }

    /** All places of texts about one image, padding among them. */
    static TokenRows all(Shape padded) {
        return all(padded, new int[] {(int) padded.get(0)});
    }

    /** All places, padding among them. */
    static TokenRows all(Shape padded, int[] textsPerImage) {
        int texts = (int) padded.get(0);
        int length = (int) padded.get(1);
        return new TokenRows(
                texts, length, IntStream.range(0, texts * length).toArray(), textsPerImage);
    }

    /**
     * The tokens, and the first of each text even if there is none.
     *
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param textsPerImage B numbers with sum T
     */
    static TokenRows of(NDArray mask, int[] textsPerImage) {
        try (NDArray wide = mask.toType(DataType.INT64, true)) {
            long[] kept = wide.toLongArray();
            int length = (int) mask.getShape().get(1);
            int[] places =
                    IntStream.range(0, kept.length)
                            .filter(i -> kept[i] != 0 || i % length == 0)
                            .toArray();
            return new TokenRows(kept.length / length, length, places, textsPerImage);
        }
    }

    /** These tokens and others, of the same texts. */
    TokenRows with(TokenRows others) {
        int[] both =
                IntStream.concat(Arrays.stream(places), Arrays.stream(others.places))
                        .sorted()
                        .distinct()
                        .toArray();
        return new TokenRows(texts, length, both, textsPerImage);
    }

    /** The first token of each of these texts. */
    TokenRows firsts() {
        int[] first = IntStream.range(0, texts).map(text -> text * length).toArray();
        return new TokenRows(texts, length, first, textsPerImage);
    }

    /**
     * The tokens at some positions of these texts, each once; without any, the first token of all,
     * so that there is something to compute and a gradient, if only of zeros.
     *
     * @param positions as {@link #places}
     */
    TokenRows at(int[] positions) {
        int[] own = positions.length == 0 ? new int[] {0} : positions;
        return new TokenRows(
                texts, length, IntStream.of(own).sorted().distinct().toArray(), textsPerImage);
    }

    /**
     * The places of positions.
     *
     * @param positions text and token index of each, int64 (K, 2)
     * @throws IllegalArgumentException if a text or a token is not there
     */
    int[] places(NDArray positions) {
        long[] values = positions.toLongArray();
        int[] found = new int[values.length / 2];
        for (int i = 0; i < found.length; i++) {
            long text = values[2 * i];
            long token = values[2 * i + 1];
            if (text < 0 || text >= texts || token < 0 || token >= length) {
                throw new IllegalArgumentException(
                        "Mask %d is at token %d of text %d, but there are %d texts of %d tokens."
                                .formatted(i, token, text, texts, length));
            }
            found[i] = (int) (text * length + token);
        }
        return found;
    }

    /** The tokens of each text. */
    RowGroups perText() {
        int[] sizes = new int[texts];
        IntStream.of(places).forEach(place -> sizes[place / length]++);
        return new RowGroups(sizes);
    }

    /** The tokens about each image. */
    RowGroups perImage() {
        int[] perText = perText().sizes();
        int[] sizes = new int[textsPerImage.length];
        int text = 0;
        for (int image = 0; image < sizes.length; image++) {
            for (int i = 0; i < textsPerImage[image]; i++) {
                sizes[image] += perText[text++];
            }
        }
        return new RowGroups(sizes);
    }

    /** The position of each token in its text, int64 (N). */
    NDArray positions(NDArray like) {
        return index(like, IntStream.of(places).map(place -> place % length));
    }

    /** Values of padded texts, (T, L) or (T, L, D), to those of the tokens, (N) or (N, D). */
    NDArray collect(NDArray padded) {
        Shape shape = padded.getShape();
        if (shape.dimension() == 2) {
            NDArray flat = padded.reshape(-1);
            return isPadded() ? flat.get(index(padded, IntStream.of(places))) : flat;
        }
        NDArray rows = padded.reshape(-1, shape.get(2));
        return isPadded() ? rows(rows, IntStream.of(places)) : rows;
    }

    /** States of the tokens (N, D) to padded texts (T, L, D); padding gets any state. */
    NDArray spread(NDArray rows) {
        NDArray padded = rows;
        if (isPadded()) {
            int[] ranks = new int[texts * length];
            for (int i = 0; i < places.length; i++) {
                ranks[places[i]] = i;
            }
            padded = rows(rows, IntStream.of(ranks));
        }
        return padded.reshape(texts, length, -1);
    }

    /** States of these tokens (N, D) to those of some of them. */
    NDArray select(NDArray rows, TokenRows some) {
        return some == this ? rows : select(rows, some.places);
    }

    /** States of these tokens (N, D) to those at some of their places, in any order, (K, D). */
    NDArray select(NDArray rows, int[] some) {
        return Arrays.equals(some, places)
                ? rows
                : rows(rows, IntStream.of(some).map(place -> Arrays.binarySearch(places, place)));
    }

    private boolean isPadded() {
        return places.length < texts * length;
    }

    /**
     * Chosen rows of a matrix, by a look-up whose gradient is a sum of rows; that of an index is
     * slow.
     */
    static NDArray rows(NDArray matrix, IntStream chosen) {
        return Embedding.embedding(index(matrix, chosen), matrix, SparseFormat.DENSE).head();
    }

    /**
     * Numbers in the engine's own memory. DJL lends the engine a Java buffer, but the graph keeps
     * the numbers, and after a garbage collection they are garbage.
     */
    private static NDArray index(NDArray like, IntStream values) {
        try (NDArray lent = like.getManager().create(values.asLongStream().toArray())) {
            NDArray own = lent.duplicate();
            own.attach(like.getManager());
            return own;
        }
    }
}
