package io.github.pevl.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's input is wrong. The message names it, says what is allowed and what to do; the program
 * exits with code 2.
 */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message);
    }

    public BadInput(@Nullable String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what the cause says. */
    public BadInput(Exception cause) {
        super(Failures.describe(cause), cause);
    }

    /**
     * Checks the range of a number.
     *
     * @throws BadInput if the number is less than {@code min} or greater than {@code max}
     */
    public static void unlessIn(String option, int value, int min, int max) throws BadInput {
        if (value < min || value > max) {
            throw new BadInput(
                    "%s is %d; it must lie in %d..%d.".formatted(option, value, min, max));
        }
    }

    /**
     * Checks names.
     *
     * @param what the names are of, such as "row"
     * @throws BadInput if one of them is unknown
     */
    public static void unlessKnown(
            String option, String what, List<String> names, List<String> known) throws BadInput {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new BadInput(
                        "%s %s: there is no such %s; there are %s."
                                .formatted(option, name, what, String.join(", ", known)));
            }
        }
    }

    /**
     * Checks that a file exists.
     *
     * @throws BadInput if there is no such file
     */
    public static void unlessFile(String option, Path file) throws BadInput {
        if (!Files.isRegularFile(file)) {
            throw new BadInput("%s: there is no file %s. Check the path.".formatted(option, file));
        }
    }
}
