package io.github.pevl.translate;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a translator's arguments. The same number comes as text from {@code serving.properties} and
 * from URLs, as a double from the zoo's metadata, and as whatever a program gives.
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
        Object value = arguments.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s: the argument %s is missing. Add a line such as %s=256 to serving.properties"
                                    .formatted(folder, key, key)
                            + " in the folder, or call Criteria's optArgument.");
        }
        try {
            int number = new BigDecimal(value.toString().strip()).intValueExact();
            if (number >= 1) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below, with what is allowed.
        }
        throw new IllegalArgumentException(
                "%s: the argument %s is \"%s\"; it must be a whole number of at least 1."
                        .formatted(folder, key, value));
    }
}
