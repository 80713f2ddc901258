package io.github.pevl.scenes;

import java.util.Objects;

/**
 * An expression that exactly one object of its scene satisfies.
 *
 * @param text lower-case words of {@link SceneWords}, separated by single spaces
 * @param kind what it takes to understand it
 * @param target the index of the object that is meant
 */
public record SceneExpression(String text, ExpressionKind kind, int target) {
    public SceneExpression {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
    }
}
