package io.github.pevl.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Words and references to objects of a picture, as questions of visual commonsense reasoning are
 * made of: "Why is [0] pointing at [1, 2]?".
 *
 * @param parts in reading order, at least one
 */
public record Sentence(List<Part> parts) {

    private static final Pattern REFERENCE =
            Pattern.compile("\\[\\s*([0-9]{1,9}(?:\\s*,\\s*[0-9]{1,9})*)\\s*]");

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
         * @throws IllegalArgumentException if it names no object, or one before the first
         */
        public Objects {
            if (indices.isEmpty() || indices.stream().anyMatch(i -> i < 0)) {
                throw new IllegalArgumentException(
                        "The reference %s names no object.".formatted(indices)
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
        Matcher reference = REFERENCE.matcher(text);
        int from = 0;
        while (reference.find()) {
            addWords(parts, text.substring(from, reference.start()));
            String[] numbers = reference.group(1).split("\\s*,\\s*");
            List<Integer> indices = new ArrayList<>();
            for (String number : numbers) {
                indices.add(Integer.valueOf(number));
            }
            parts.add(new Objects(indices));
            from = reference.end();
        }
        addWords(parts, text.substring(from));
        return new Sentence(parts);
    }

    /**
     * Reads VCR's own form: a list of words, in which a list of numbers refers to objects.
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
                                    .formatted(list, index));
                }
                indices.add(number.intValue());
            }
            return new Objects(indices);
        }
        throw new IllegalArgumentException(
                "The token %s is neither a word nor a list of numbers.".formatted(token));
    }

    private static void addWords(List<Part> parts, String text) {
        if (!text.isBlank()) {
            parts.add(new Words(text.strip()));
        }
    }

    /** The objects referred to, in reading order. */
    public IntStream references() {
        return parts.stream()
                .filter(Objects.class::isInstance)
                .flatMapToInt(
                        part -> ((Objects) part).indices().stream().mapToInt(Integer::intValue));
    }
}
