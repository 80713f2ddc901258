package io.github.pevl.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Something that the user gave is wrong. The message names it, says what is allowed and what to do;
 * the program ends with exit code 2.
 */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message);
    }

    public BadInput(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Refuses a number.
     *
     * @param most the largest that is allowed
     * @throws BadInput if the number is larger, or smaller than {@code least}
     */
    public static void unlessIn(String option, int value, int least, int most) throws BadInput {
        if (value < least || value > most) {
            throw new BadInput(
                    "%s is %d; it must lie in %d..%d.".formatted(option, value, least, most));
        }
    }

    /**
     * Refuses names.
     *
     * @param what they are names of, such as "row"
     * @throws BadInput if one of them is not known
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
     * Refuses a path.
     *
     * @throws BadInput if no file is there
     */
    public static void unlessFile(String option, Path file) throws BadInput {
        if (!Files.isRegularFile(file)) {
            throw new BadInput("%s: there is no file %s. Check the path.".formatted(option, file));
        }
    }
}
