package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.List;

/** The closed vocabulary of the scenes. */
public final class SceneWords {
    private static final List<String> ALL = collect();

    private SceneWords() {}

    /** Every word that an expression can hold, lower-case, each once, in an order that stays. */
    public static List<String> all() {
        return ALL;
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
                        .split(" ")) {
            words.add(word);
        }
        return List.copyOf(words);
    }
}
