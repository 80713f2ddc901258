package io.github.pevl.internal.json;

import java.util.regex.Pattern;

/** Common mistakes in JSON, and what to write instead. */
enum Mistake {
    COMMENT("(//|/\\*|#).*", "comments are not JSON; delete them"),
    NO_NUMBER(
            "[-+]?(NaN|nan|Infinity|inf|Inf).*",
            "NaN and Infinity are not JSON; write a finite number, or leave the entry out"),
    PYTHON("(None|True|False)\\b.*", "values of Python are not JSON; write null, true or false"),
    SINGLE_QUOTES("'.*", "single quotes are not JSON; write double quotes"),
    COMMA("[\\]}].*", "a trailing comma before it, or the wrong bracket; correct it");

    private final Pattern written;
    private final String message;

    Mistake(String written, String message) {
        this.written = Pattern.compile(written, Pattern.DOTALL);
        this.message = message;
    }

    /**
     * Explains text that a strict reader rejects, as the end of a sentence.
     *
     * @param offence the rejected text and what follows
     */
    static String of(String offence) {
        for (Mistake mistake : values()) {
            if (mistake.written.matcher(offence).matches()) {
                return mistake.message;
            }
        }
        return "a comma, a colon, a quote or a value is missing here, or one too many";
    }
}
