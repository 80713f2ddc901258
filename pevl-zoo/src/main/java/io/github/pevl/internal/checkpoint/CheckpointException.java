package io.github.pevl.internal.checkpoint;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A weights file that cannot be used. The message is one line: the file, what is wrong with it, and
 * what is allowed or what to do.
 */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_NAME_LENGTH = 80;

    /**
     * A problem of a file.
     *
     * @param file its name
     * @param problem what is wrong with it, and what is allowed or what to do
     */
    public CheckpointException(String file, String problem) {
        this(file, problem, null);
    }

    /** The same, with its cause. */
    public CheckpointException(String file, String problem, @Nullable Throwable cause) {
        super(oneLine(file + ": " + problem), cause);
    }

    /** A name found in a file, cut to a length that a message can bear. */
    public static String quote(String name) {
        String cut =
                name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) + "…" : name;
        return "'" + cut + "'";
    }

    /** Names come from untrusted files: none may forge a second line of a log. */
    public static String oneLine(String message) {
        return message.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
