package io.github.pevl.scenes;

import java.util.Locale;

/** Kinds of questions; {@link Wording} has their frequencies. */
public enum QuestionKind {
    /** "what color is the shape?" */
    COLOR,
    /** "what kind of shape is this?" */
    SHAPE,
    /** "is the shape small or large?" */
    SIZE,
    /** "is the shape red?", "is the shape a star?" */
    CHECK,
    /** "is the star left or right of the shape?" */
    SIDE,
    /** "is the shape the same color as the star?" */
    SAME,
    /** "what color is the shape left of the star?" */
    BESIDE,
    /** "is there a red star?", without a box. */
    EXISTS,
    /** "how many cats are there?", without a box. */
    COUNT;

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
