package io.github.pevl.scenes;

import java.util.Locale;

/** Kinds of expressions, by what it takes to understand them. */
public enum ExpressionKind {
    /** Attributes of an object: "the small red star". */
    ATTRIBUTE,
    /** Comparison with a group: "the lowest red shape". */
    SUPERLATIVE,
    /** Relation to another object: "the star left of the blue circle". */
    RELATION,
    /** A noun alone: "the cat". */
    NOUN,
    /** Another noun for the same: "the kitten". */
    SYNONYM,
    /** A region of the image: "the cat on the left". */
    PLACE,
    /** What does not hold: "the thing that is not a cat". */
    NEGATION,
    /** Several objects: "the two cats". */
    SEVERAL;

    /** Whether it takes more than one object in the scene. */
    boolean needsOthers() {
        return switch (this) {
            case SUPERLATIVE, RELATION, NEGATION, SEVERAL -> true;
            case ATTRIBUTE, NOUN, SYNONYM, PLACE -> false;
        };
    }

    /** Whether an expression of this kind may mean so many objects. */
    boolean means(int count) {
        return this == SEVERAL ? count > 1 : count == 1;
    }

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
