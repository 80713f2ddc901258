package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * The content of a square image of shapes; {@link SceneRenderer} draws it.
 *
 * @param side width and height of the image in pixels
 * @param texture seed of its background
 * @param objects the shapes; their boxes are disjoint and inside the image
 * @param expressions different expressions, each naming one of the objects
 * @param tasks what the other tasks ask about it
 */
public record Scene(
        int side,
        long texture,
        List<SceneObject> objects,
        List<SceneExpression> expressions,
        SceneTasks tasks) {
    public Scene {
        objects = List.copyOf(objects);
        expressions = List.copyOf(expressions);
        Objects.requireNonNull(tasks, "tasks");
        for (SceneExpression expression : expressions) {
            if (expression.target() < 0 || expression.target() >= objects.size()) {
                throw new IllegalArgumentException(
                        "Expression '%s' means object %d of a scene of %d."
                                .formatted(expression.text(), expression.target(), objects.size()));
            }
        }
    }
}
