package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The closed vocabularies of the worlds. */
public final class SceneWords {
    /** Words of things that no world knows; a model has no token for them. */
    static final List<String> UNKNOWN =
            List.of("gadget", "widget", "gizmo", "trinket", "relic", "vessel", "garment", "tool");

    /** One to six. */
    static final List<String> NUMBERS = List.of("one", "two", "three", "four", "five", "six");

    private static final String PLACES =
            "the of to left right above below farthest highest lowest largest smallest";

    private static final String CLAUSES =
            "on in at top bottom middle corner that not all an how many";

    private static final String TASKS =
            "and same as what kind this or a there yes no it about nothing both are each";

    private SceneWords() {}

    /** All words of sentences, lower-case, in a fixed order. */
    public static List<String> all(World world) {
        return Stream.concat(expressions(world).stream(), tasks(world).stream()).toList();
    }

    /** The words of expressions; they come first, so that models of expressions stay valid. */
    static List<String> expressions(World world) {
        Set<String> words = new LinkedHashSet<>(ShapeSize.words());
        world.colors().forEach(color -> words.add(color.word()));
        world.kinds().forEach(kind -> words.add(kind.word()));
        words.add(world.anyKind());
        words.addAll(split(PLACES));
        if (world.wording().presence()) {
            words.addAll(split(CLAUSES));
            words.addAll(NUMBERS);
            words.add(world.anyKind() + "s");
            world.kinds().forEach(kind -> words.addAll(kind.synonyms()));
            world.kinds().forEach(kind -> kind.plural().ifPresent(words::add));
        }
        return List.copyOf(words);
    }

    /** The other words: of captions, relations, choices, questions and answers. */
    static List<String> tasks(World world) {
        List<String> words = new ArrayList<>(split(TASKS));
        words.add(world.wording().compared().word());
        words.addAll(List.of("is", "where"));
        words.removeAll(expressions(world));
        return List.copyOf(words);
    }

    /** All answers, a word each, in a fixed order. */
    public static List<String> answers(World world) {
        List<String> answers = new ArrayList<>(List.of("yes", "no"));
        answers.addAll(ShapeSize.words());
        world.colors().forEach(color -> answers.add(color.word()));
        world.kinds().forEach(kind -> answers.add(kind.word()));
        Stream.of(Direction.values()).map(Direction::word).forEach(answers::add);
        if (world.wording().presence()) {
            answers.addAll(NUMBERS);
        }
        return List.copyOf(answers);
    }

    private static List<String> split(String words) {
        return List.of(words.split(" ", -1));
    }
}
