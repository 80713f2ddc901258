package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * An expression that may mean nothing in its scene.
 *
 * @param text lower-case words, separated by single spaces
 * @param targets the indices of all objects that are meant; empty if there is none
 * @param kind the kind of the expression, or what is wrong with it, such as "wrong noun"
 */
public record SceneStatement(String text, List<Integer> targets, String kind) {
    public SceneStatement {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        targets = List.copyOf(targets);
    }
}
