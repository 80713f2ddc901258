package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * A question about a scene with exactly one right answer. The words alone are often ambiguous; the
 * boxes of the mentioned objects identify them.
 *
 * @param kind what it asks about
 * @param text lower-case words of {@link SceneWords} and a question mark at the end
 * @param mentions the objects with boxes, in reading order; may be empty
 * @param answer one of {@link SceneWords#answers(World)}
 */
public record SceneQuestion(QuestionKind kind, String text, List<Mention> mentions, String answer) {
    public SceneQuestion {
        Objects.requireNonNull(kind, "kind");
        mentions = List.copyOf(mentions);
        Objects.requireNonNull(answer, "answer");
    }
}
