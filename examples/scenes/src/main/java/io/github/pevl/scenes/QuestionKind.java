package io.github.pevl.scenes;

import java.util.Locale;

/** Kinds of questions. */
public enum QuestionKind {
    /** "what color is the shape?" */
    COLOR(22),
    /** "what kind of shape is this?" */
    SHAPE(20),
    /** "is the shape small or large?" */
    SIZE(8),
    /** "is the shape red?", "is the shape a star?" */
    CHECK(14),
    /** "is the star left or right of the shape?" */
    SIDE(12),
    /** "is the shape the same color as the star?" */
    SAME(8),
    /** "what color is the shape left of the star?" */
    BESIDE(10),
    /** "is there a red star?", without a box. */
    EXISTS(6);

    private final int weight;

    QuestionKind(int weight) {
        this.weight = weight;
    }

    /** Relative frequency. */
    int weight() {
        return weight;
    }

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
