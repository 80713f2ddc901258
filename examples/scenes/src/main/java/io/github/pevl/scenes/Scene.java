package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * The content of a square image; {@link SceneRenderer} draws it.
 *
 * @param world what its objects are
 * @param side width and height of the image in pixels
 * @param texture seed of its background
 * @param objects what it shows, back to front; their boxes are inside the image, and disjoint
 *     unless the world lets them overlap a little
 * @param expressions different expressions, each naming some of the objects
 * @param tasks what the other tasks ask about it
 */
public record Scene(
        World world,
        int side,
        long texture,
        List<SceneObject> objects,
        List<SceneExpression> expressions,
        SceneTasks tasks) {
    public Scene {
        Objects.requireNonNull(world, "world");
        objects = List.copyOf(objects);
        expressions = List.copyOf(expressions);
        Objects.requireNonNull(tasks, "tasks");
        List<String> answers = SceneWords.answers(world);
        for (SceneQuestion question : tasks.questions()) {
            if (!answers.contains(question.answer())) {
                throw new IllegalArgumentException(
                        "\"%s\" is not one of the answers %s."
                                .formatted(question.answer(), answers));
            }
        }
        for (SceneExpression expression : expressions) {
            for (int target : expression.targets()) {
                if (target < 0 || target >= objects.size()) {
                    throw new IllegalArgumentException(
                            "Expression '%s' means object %d of a scene of %d."
                                    .formatted(expression.text(), target, objects.size()));
                }
            }
        }
    }
}
