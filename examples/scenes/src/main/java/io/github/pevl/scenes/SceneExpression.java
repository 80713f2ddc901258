package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * An expression that is true of some objects of its scene, and of no other.
 *
 * @param text lower-case words, separated by single spaces
 * @param kind what it takes to understand it
 * @param targets the indices of the objects that are meant, at least one; one, unless the kind is
 *     {@link ExpressionKind#SEVERAL}
 */
public record SceneExpression(String text, ExpressionKind kind, List<Integer> targets) {
    public SceneExpression {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        targets = List.copyOf(targets);
        if (!kind.means(targets.size())) {
            throw new IllegalArgumentException(
                    "Expression '%s' of kind %s means the objects %s."
                            .formatted(text, kind.label(), targets));
        }
    }

    /** The index of the only object that is meant, or of the first. */
    public int target() {
        return targets.get(0);
    }
}
