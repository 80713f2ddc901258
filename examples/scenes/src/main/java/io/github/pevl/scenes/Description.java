package io.github.pevl.scenes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A noun with its attributes: "small red star". Null attributes are unspecified.
 *
 * @param size its size class, or null
 * @param color its colour, or null
 * @param kind its kind, or null
 * @param noun the word for the kind, or for an object of any kind
 */
record Description(
        @Nullable ShapeSize size,
        @Nullable ShapeColor color,
        @Nullable SceneKind kind,
        String noun) {

    boolean fits(SceneObject object) {
        return (size == null || size == object.size())
                && (color == null || color == object.color())
                && (kind == null || kind == object.kind());
    }

    List<SceneObject> allIn(List<SceneObject> objects) {
        return objects.stream().filter(this::fits).toList();
    }

    String text() {
        return attributes() + noun;
    }

    /** "small red ", or nothing. */
    String attributes() {
        return (size == null ? "" : size.word() + " ") + (color == null ? "" : color.word() + " ");
    }

    Description ofSize(ShapeSize other) {
        return new Description(other, color, kind, noun);
    }

    Description ofKind(SceneKind other) {
        return new Description(size, color, other, other.word());
    }
}
