package io.github.pevl.scenes;

import java.util.List;
import java.util.stream.Stream;

/** Predicates between objects; {@link SceneRelations} defines when each holds. */
public enum ScenePredicate {
    LEFT_OF(Direction.LEFT.words(false)),
    RIGHT_OF(Direction.RIGHT.words(false)),
    ABOVE(Direction.ABOVE.words(false)),
    BELOW(Direction.BELOW.words(false)),
    /** The only one that does not follow from the boxes. */
    SAME_COLOR("same color as");

    private final String words;

    ScenePredicate(String words) {
        this.words = words;
    }

    static ScenePredicate of(Direction direction) {
        return switch (direction) {
            case LEFT -> LEFT_OF;
            case RIGHT -> RIGHT_OF;
            case ABOVE -> ABOVE;
            case BELOW -> BELOW;
        };
    }

    /** One to three words. */
    public String words() {
        return words;
    }

    /** Its number in annotation files, from 1; 0 stands for no relation. */
    public int number() {
        return ordinal() + 1;
    }

    /** The words of all predicates, by number. */
    public static List<String> allWords() {
        return Stream.of(values()).map(ScenePredicate::words).toList();
    }
}
