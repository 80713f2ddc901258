package io.github.pevl.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The words that a model knows, and their ids by name: a word-piece list with entries for the box
 * markers, the position tokens and, for relations, {@code [unrel]}. The id of a word is its line,
 * from 0.
 *
 * <p>In BERT's own list these words replace reserved entries (from {@code [unused200]} on), as in
 * the original's training scripts; the list of a small model contains them itself. Immutable.
 */
public final class PevlVocabulary {

    /** Pads shorter texts of a batch. */
    public static final String PAD = "[PAD]";

    /** Stands for words without word pieces. */
    public static final String UNKNOWN = "[UNK]";

    /** Starts every text. */
    public static final String CLASS = "[CLS]";

    /** Separates question and answer. */
    public static final String SEPARATOR = "[SEP]";

    /** A token that the network predicts. */
    public static final String MASK = "[MASK]";

    /** No relation, or no further token of a predicate. */
    public static final String NO_RELATION = "[unrel]";

    static final List<String> SPECIALS = List.of(PAD, UNKNOWN, CLASS, SEPARATOR, MASK);

    private static final String BERT = "bert-base-uncased-vocab.txt";

    private final String origin;
    private final List<String> words;
    private final Map<String, Integer> ids;
    private final int firstPosition;

    private PevlVocabulary(String origin, List<String> words) {
        this.origin = origin;
        this.words = List.copyOf(words);
        this.ids = VocabularyChecks.check(origin, this.words);
        this.firstPosition = Objects.requireNonNull(ids.get(PositionTokens.word(0)));
    }

    /** BERT's uncased list with box markers and position tokens. */
    public static PevlVocabulary bert() {
        try (InputStream in = PevlVocabulary.class.getResourceAsStream(BERT)) {
            return of(BERT, lines(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list with one word a line, in UTF-8. It contains the position tokens itself,
     * consecutive and in order, or has BERT's reserved entries for them.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the list lacks a word, has one twice, or has an empty
     *     line
     */
    public static PevlVocabulary read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    file + " is not a file. A vocabulary is a text file with one word a line.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), lines(in));
        }
    }

    /**
     * Reads the list of a model folder; a bad list counts as a damaged file.
     *
     * @throws IOException naming the file, if it cannot be read or is not a list of words
     */
    public static PevlVocabulary readModelFile(Path file) throws IOException {
        try {
            return read(file);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * A list of words that contains the position tokens, or BERT's own list.
     *
     * @throws IllegalArgumentException if a word is missing or stands twice, or the position tokens
     *     do not follow each other
     */
    public static PevlVocabulary of(List<String> words) {
        return of("The list of words", words);
    }

    private static PevlVocabulary of(String origin, List<String> words) {
        return new PevlVocabulary(
                origin,
                words.contains(PositionTokens.word(0))
                        ? words
                        : ReservedWords.nameBoxes(origin, words));
    }

    private static List<String> lines(InputStream in) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return reader.lines().toList();
    }

    /**
     * This list with {@code [unrel]}: itself if it has that word, otherwise with BERT's next
     * reserved entry renamed.
     *
     * @throws IllegalArgumentException if there is no such entry
     */
    public PevlVocabulary withRelations() {
        return hasRelations()
                ? this
                : new PevlVocabulary(origin, ReservedWords.nameNoRelation(origin, words));
    }

    /** Whether {@code [unrel]} is a word of this list. */
    public boolean hasRelations() {
        return contains(NO_RELATION);
    }

    /** The number of words; ids are smaller. */
    public int size() {
        return words.size();
    }

    /** All words in the order of their ids. */
    public List<String> words() {
        return words;
    }

    /** Whether the list has this word. */
    public boolean contains(String word) {
        return ids.containsKey(word);
    }

    /**
     * The id of a word.
     *
     * @throws IllegalArgumentException if the list lacks it
     */
    public long id(String word) {
        Integer id = ids.get(word);
        if (id == null) {
            throw new IllegalArgumentException(
                    "%s has no word \"%s\".".formatted(origin, word)
                            + (word.equals(NO_RELATION)
                                    ? " Relations need it: call withRelations()."
                                    : " Tokenize texts with PevlTokenizer."));
        }
        return id;
    }

    /**
     * The word of an id.
     *
     * @throws IndexOutOfBoundsException if the id is not from 0 to {@code size() - 1}
     */
    public String word(long id) {
        return words.get(Math.toIntExact(id));
    }

    /** The id of {@code [PAD]}. */
    public long padId() {
        return id(PAD);
    }

    /** The id of {@code [UNK]}. */
    public long unknownId() {
        return id(UNKNOWN);
    }

    /** The id of {@code [CLS]}. */
    public long classId() {
        return id(CLASS);
    }

    /** The id of {@code [SEP]}. */
    public long separatorId() {
        return id(SEPARATOR);
    }

    /** The id of {@code [MASK]}. */
    public long maskId() {
        return id(MASK);
    }

    /**
     * The id of {@code [unrel]}.
     *
     * @throws IllegalArgumentException if the list lacks it
     */
    public long noRelationId() {
        return id(NO_RELATION);
    }

    /** The id of the marker before a box. */
    public long boxBeginId() {
        return id(PositionTokens.BEGIN);
    }

    /** The id of the marker after a box. */
    public long boxEndId() {
        return id(PositionTokens.END);
    }

    /** The id of position 0; the others follow in order. */
    public long firstPositionId() {
        return firstPosition;
    }

    /**
     * The id of a position.
     *
     * @param bin 0 to 511
     * @throws IllegalArgumentException if there is no such position
     */
    public long positionId(int bin) {
        return (long) firstPosition + PositionTokens.requireBin(bin);
    }

    /** Whether an id is that of a position. */
    public boolean isPosition(long id) {
        return id >= firstPosition && id < firstPosition + PositionTokens.BINS;
    }

    /**
     * The position that an id names.
     *
     * @return 0 to 511
     * @throws IllegalArgumentException if the id is not that of a position
     */
    public int binOf(long id) {
        if (!isPosition(id)) {
            throw new IllegalArgumentException(
                    "Id %d is not a position. Positions of %s have the ids %d to %d."
                            .formatted(
                                    id,
                                    origin,
                                    firstPosition,
                                    firstPosition + PositionTokens.BINS - 1));
        }
        return (int) (id - firstPosition);
    }
}
