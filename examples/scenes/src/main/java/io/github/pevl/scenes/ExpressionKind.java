package io.github.pevl.scenes;

import java.util.Locale;

/** Kinds of expressions, by what it takes to understand them. */
public enum ExpressionKind {
    /** Attributes of an object: "the small red star". */
    ATTRIBUTE,
    /** Comparison with a group: "the lowest red shape". */
    SUPERLATIVE,
    /** Relation to another object: "the star left of the blue circle". */
    RELATION;

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
