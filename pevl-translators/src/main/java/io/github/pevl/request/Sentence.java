package io.github.pevl.request;

import io.github.pevl.internal.util.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Words and references to objects in an image, as in questions of visual commonsense reasoning:
 * "Why is [0] pointing at [1, 2]?".
 *
 * @param parts in reading order, at least one
 */
public record Sentence(List<Part> parts) {

    /** Numbers with this many digits fit an {@code int}. */
    private static final int MAX_DIGITS = 9;

    /** A piece of a sentence. */
    public sealed interface Part permits Words, Objects {}

    /**
     * Words.
     *
     * @param text one or more
     */
    public record Words(String text) implements Part {}

    /**
     * A reference to objects.
     *
     * @param indices of the objects, counted from 0, at least one
     */
    public record Objects(List<Integer> indices) implements Part {

        /**
         * Checks the reference.
         *
         * @throws IllegalArgumentException if it has no index, or a negative one
         */
        public Objects {
            if (indices.isEmpty() || indices.stream().anyMatch(i -> i < 0)) {
                throw new IllegalArgumentException(
                        "The reference %s names no object."
                                        .formatted(Excerpt.of(indices.toString()))
                                + " Objects are counted from 0, such as [0] or [1, 2].");
            }
            indices = List.copyOf(indices);
        }
    }

    /**
     * Checks the sentence.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Sentence {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "A sentence has no words. Write such as \"Why is [0] pointing at [1]?\".");
        }
        parts = List.copyOf(parts);
    }

    /**
     * Reads a text in which numbers in square brackets refer to objects.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public static Sentence parse(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        int close = text.indexOf(']');
        for (int open = text.indexOf('['); open >= 0 && close >= 0; ) {
            int next = text.indexOf('[', open + 1);
            if (close < open) {
                close = text.indexOf(']', open);
            }
            if (close >= 0 && (next < 0 || close < next)) {
                List<Integer> indices = numbers(text.substring(open + 1, close));
                if (!indices.isEmpty()) {
                    addWords(parts, text.substring(from, open));
                    parts.add(new Objects(indices));
                    from = close + 1;
                }
            }
            open = next;
        }
        addWords(parts, text.substring(from));
        return new Sentence(parts);
    }

    /** Comma-separated whole numbers; empty if the text is anything else. */
    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            String digits = word.strip();
            boolean number = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
            if (!number || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
                return List.of();
            }
            numbers.add(Integer.valueOf(digits));
        }
        return numbers;
    }

    /**
     * Reads VCR's own format: a list of words, in which a list of numbers is a reference.
     *
     * @param tokens strings and lists of whole numbers
     * @throws IllegalArgumentException if it is empty or holds something else
     */
    public static Sentence ofTokens(List<?> tokens) {
        List<Part> parts = new ArrayList<>();
        for (Object token : tokens) {
            parts.add(part(token));
        }
        return new Sentence(parts);
    }

    private static Part part(Object token) {
        if (token instanceof String word) {
            return new Words(word);
        }
        if (token instanceof List<?> list) {
            List<Integer> indices = new ArrayList<>();
            for (Object index : list) {
                if (!(index instanceof Number number)
                        || number.doubleValue() != number.intValue()) {
                    throw new IllegalArgumentException(
                            "The reference %s holds %s, which is no whole number."
                                    .formatted(
                                            Excerpt.of(list.toString()),
                                            Excerpt.of(String.valueOf(index))));
                }
                indices.add(number.intValue());
            }
            return new Objects(indices);
        }
        throw new IllegalArgumentException(
                "The token %s is neither a word nor a list of numbers."
                        .formatted(Excerpt.of(String.valueOf(token))));
    }

    private static void addWords(List<Part> parts, String text) {
        if (!text.isBlank()) {
            parts.add(new Words(text.strip()));
        }
    }

    /**
     * Splits the sentence at a word, such as the {@code [SEP]} in the rationale questions of VCR's
     * files.
     *
     * @param word a whole part, or surrounded by blanks; case is ignored
     * @return this sentence alone if it does not contain the word; empty sentences are dropped
     */
    public List<Sentence> split(String word) {
        Pattern separator =
                Pattern.compile(" " + Pattern.quote(word) + " ", Pattern.CASE_INSENSITIVE);
        List<Sentence> sentences = new ArrayList<>();
        List<Part> current = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Words words) {
                String[] texts = separator.split(" " + words.text() + " ", -1);
                for (int i = 0; i < texts.length; i++) {
                    if (i > 0) {
                        addSentence(sentences, current);
                        current = new ArrayList<>();
                    }
                    addWords(current, texts[i]);
                }
            } else {
                current.add(part);
            }
        }
        addSentence(sentences, current);
        return sentences.size() > 1 ? sentences : List.of(this);
    }

    private static void addSentence(List<Sentence> sentences, List<Part> parts) {
        if (!parts.isEmpty()) {
            sentences.add(new Sentence(parts));
        }
    }

    /** The indices of the objects referred to, in reading order. */
    public IntStream references() {
        return parts.stream()
                .filter(Objects.class::isInstance)
                .flatMapToInt(
                        part -> ((Objects) part).indices().stream().mapToInt(Integer::intValue));
    }
}
