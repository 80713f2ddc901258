package io.github.pevl.translate;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a translator's arguments. The same number may be a text from {@code serving.properties} or
 * a URL, a double from the zoo's metadata, or any type from a program.
 */
final class Arguments {

    private Arguments() {}

    /**
     * A whole number of at least 1.
     *
     * @param folder the model's, for the error
     * @throws IllegalArgumentException if it is missing or something else
     */
    static int positive(Map<String, ?> arguments, String key, Path folder) {
        if (arguments.get(key) == null) {
            throw new IllegalArgumentException(
                    "%s: the argument %s is missing. Add a line such as %s=256 to serving.properties"
                                    .formatted(folder, key, key)
                            + " in the folder, or call Criteria's optArgument.");
        }
        return positive(arguments, key, 1, folder);
    }

    /**
     * A whole number of at least 1.
     *
     * @param absent the default
     * @param folder the model's, for the error
     * @throws IllegalArgumentException if it is something else
     */
    static int positive(Map<String, ?> arguments, String key, int absent, Path folder) {
        Object value = arguments.get(key);
        if (value == null) {
            return absent;
        }
        try {
            int number = new BigDecimal(value.toString().strip()).intValueExact();
            if (number >= 1) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Reported below, with what is allowed.
        }
        throw new IllegalArgumentException(
                "%s: the argument %s is \"%s\"; it must be a whole number of at least 1."
                        .formatted(folder, key, value));
    }

    /** Texts separated by commas, trimmed; empty if there is no argument. */
    static List<String> list(Map<String, ?> arguments, String key) {
        Object value = arguments.get(key);
        return value == null
                ? List.of()
                : Arrays.stream(value.toString().split(","))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList();
    }
}
