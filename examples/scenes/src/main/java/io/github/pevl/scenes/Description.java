package io.github.pevl.scenes;

import java.util.List;

/**
 * A noun with its attributes: "small red star". Null attributes are unspecified; an unspecified
 * kind is written "shape".
 */
record Description(ShapeSize size, ShapeColor color, ShapeKind kind) {
    static final String ANY_KIND = "shape";

    boolean fits(SceneObject object) {
        return (size == null || size == object.size())
                && (color == null || color == object.color())
                && (kind == null || kind == object.kind());
    }

    List<SceneObject> allIn(List<SceneObject> objects) {
        return objects.stream().filter(this::fits).toList();
    }

    String text() {
        return (size == null ? "" : size.word() + " ")
                + (color == null ? "" : color.word() + " ")
                + (kind == null ? ANY_KIND : kind.word());
    }
}
