package io.github.pevl.scenes;

import java.util.List;
import java.util.stream.Stream;

/** Predicates between objects; {@link SceneRelations} defines when each holds. */
public enum ScenePredicate {
    LEFT_OF,
    RIGHT_OF,
    ABOVE,
    BELOW,
    /** Of the same colour, or of the same size in a world without colours. */
    SAME;

    static ScenePredicate of(Direction direction) {
        return switch (direction) {
            case LEFT -> LEFT_OF;
            case RIGHT -> RIGHT_OF;
            case ABOVE -> ABOVE;
            case BELOW -> BELOW;
        };
    }

    /** One to three words. */
    public String words(World world) {
        return switch (this) {
            case LEFT_OF -> Direction.LEFT.words(false);
            case RIGHT_OF -> Direction.RIGHT.words(false);
            case ABOVE -> Direction.ABOVE.words(false);
            case BELOW -> Direction.BELOW.words(false);
            case SAME -> "same " + world.wording().compared().word() + " as";
        };
    }

    /** Its number in annotation files, from 1; 0 stands for no relation. */
    public int number() {
        return ordinal() + 1;
    }

    /** The words of all predicates, by number. */
    public static List<String> allWords(World world) {
        return Stream.of(values()).map(predicate -> predicate.words(world)).toList();
    }
}
