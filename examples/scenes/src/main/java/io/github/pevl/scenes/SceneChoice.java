package io.github.pevl.scenes;

import java.util.List;
import java.util.Objects;

/**
 * A question with four answers, and four rationales for the right one. Exactly one of each is true
 * of the scene. Sentences are lower-case words of {@link SceneWords} and references such as "[2]",
 * which stand for objects of the scene, separated by single spaces.
 *
 * @param topic what it is about
 * @param question the question, ending in " ?"
 * @param answers ending in " ."
 * @param rationales ending in " ."
 */
public record SceneChoice(ChoiceTopic topic, String question, Options answers, Options rationales) {
    /** Number of answers, and of rationales. */
    public static final int OPTIONS = 4;

    public SceneChoice {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answers, "answers");
        Objects.requireNonNull(rationales, "rationales");
    }

    /**
     * Four different sentences to choose from.
     *
     * @param texts the sentences, in random order
     * @param right index of the true one
     */
    public record Options(List<String> texts, int right) {
        public Options {
            texts = List.copyOf(texts);
            if (texts.stream().distinct().count() != OPTIONS || texts.size() != OPTIONS) {
                throw new IllegalArgumentException(
                        "There are %d different sentences to choose from, not %s."
                                .formatted(OPTIONS, texts));
            }
            Objects.checkIndex(right, OPTIONS);
        }

        String rightText() {
            return texts.get(right);
        }
    }
}
