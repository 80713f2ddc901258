package io.github.pevl.scenes;

import java.util.Locale;

/** What an expression needs to be understood. */
public enum ExpressionKind {
    /** Looks at one object: "the small red star". */
    ATTRIBUTE,
    /** Compares one object with all of a group: "the lowest red shape". */
    SUPERLATIVE,
    /** Places an object by another one: "the star left of the blue circle". */
    RELATION;

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
