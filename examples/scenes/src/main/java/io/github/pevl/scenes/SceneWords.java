package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The closed vocabulary of the scenes. */
public final class SceneWords {
    private static final List<String> EXPRESSIONS = collect();

    private static final List<String> TASKS =
            List.of(
                    ("and same as what kind this or a there yes no it about nothing both are each"
                                    + " color is where")
                            .split(" ", -1));

    private static final List<String> ANSWERS = collectAnswers();

    private SceneWords() {}

    /** All words of sentences, lower-case, in a fixed order. */
    public static List<String> all() {
        return Stream.concat(EXPRESSIONS.stream(), TASKS.stream()).toList();
    }

    /** The words of expressions; they come first, so that models of expressions stay valid. */
    static List<String> expressions() {
        return EXPRESSIONS;
    }

    /** The other words: of captions, relations, choices, questions and answers. */
    static List<String> tasks() {
        return TASKS;
    }

    /** All answers, a word each, in a fixed order. */
    public static List<String> answers() {
        return ANSWERS;
    }

    private static List<String> collect() {
        List<String> words = new ArrayList<>();
        for (ShapeSize size : ShapeSize.values()) {
            words.add(size.word());
        }
        for (ShapeColor color : ShapeColor.values()) {
            words.add(color.word());
        }
        for (ShapeKind kind : ShapeKind.values()) {
            words.add(kind.word());
        }
        words.add(Description.ANY_KIND);
        for (String word :
                "the of to left right above below farthest highest lowest largest smallest"
                        .split(" ", -1)) {
            words.add(word);
        }
        return List.copyOf(words);
    }

    private static List<String> collectAnswers() {
        List<String> answers = new ArrayList<>(List.of("yes", "no"));
        Stream.of(ShapeSize.values()).map(ShapeSize::word).forEach(answers::add);
        Stream.of(ShapeColor.values()).map(ShapeColor::word).forEach(answers::add);
        Stream.of(ShapeKind.values()).map(ShapeKind::word).forEach(answers::add);
        Stream.of(Direction.values()).map(Direction::word).forEach(answers::add);
        return List.copyOf(answers);
    }
}
