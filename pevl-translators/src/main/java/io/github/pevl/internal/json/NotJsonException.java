package io.github.pevl.internal.json;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file is not JSON in UTF-8. The message is a sentence that follows the name of the file. */
public final class NotJsonException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;

    NotJsonException(int line, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    /** The line on which reading ended, from 1; 0 if it is not a text file at all. */
    public int line() {
        return line;
    }

    /** Such as "annotations.json, line 3: not JSON: ...". */
    public String in(String file) {
        return "%s%s: %s".formatted(file, line == 0 ? "" : ", line " + line, getMessage());
    }
}
