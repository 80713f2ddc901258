package io.github.pevl.scenes;

import io.github.pevl.scenes.SceneChoice.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws questions with four answers and four rationales. Wrong ones differ from the right one in
 * one or two words that are right equally often elsewhere, so that the text alone does not reveal
 * it.
 */
final class ChoiceDrafts {
    /** Comparisons are harder, and are asked in fewer scenes. */
    private static final double SHARE_OF_ALIKE = 0.6;

    private final Arrangement scene;
    private final List<SceneObject> objects;
    private final Wording wording;
    private final Dice dice;

    ChoiceDrafts(Arrangement scene, Dice dice) {
        this.scene = scene;
        this.objects = scene.objects();
        this.wording = scene.world().wording();
        this.dice = dice;
    }

    /** Questions on different topics, as far as the scene allows. */
    List<SceneChoice> draw() {
        List<SceneChoice> found = new ArrayList<>();
        for (ChoiceTopic topic : dice.shuffled(wording.topics())) {
            boolean asked = topic != ChoiceTopic.ALIKE || dice.chance(SHARE_OF_ALIKE);
            SceneChoice choice = asked ? draft(topic) : null;
            if (choice != null && found.size() < SceneTasks.MAX_CHOICES) {
                found.add(choice);
            }
        }
        return found;
    }

    private @Nullable SceneChoice draft(ChoiceTopic topic) {
        return switch (topic) {
            case LOOK -> look();
            case PLACE -> place();
            case ALIKE -> alike();
        };
    }

    /** Two of the objects, by index. */
    private record Pair(int a, int b) {}

    private interface Wanted {
        boolean test(SceneObject a, SceneObject b);
    }

    /** A random pair with the property, or null. */
    private @Nullable Pair pair(Wanted wanted) {
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < objects.size(); a++) {
            for (int b = 0; b < objects.size(); b++) {
                if (a != b && wanted.test(objects.get(a), objects.get(b))) {
                    pairs.add(new Pair(a, b));
                }
            }
        }
        return pairs.isEmpty() ? null : dice.any(pairs);
    }

    /** "what is [0] ?" "it is a red star ." "it is a small shape left of [1] ." */
    private @Nullable SceneChoice look() {
        ShapeSize size =
                dice.any(List.of(ShapeSize.values())); // drawn first, since most shapes are small
        Pair pair =
                pair(
                        (a, b) ->
                                a.size() == size
                                        && Direction.nearest(a, b).offset(a, b) > scene.margin());
        if (pair == null) {
            return null;
        }
        SceneObject object = objects.get(pair.a());
        Direction side = Direction.nearest(object, objects.get(pair.b()));
        return new SceneChoice(
                ChoiceTopic.LOOK,
                "what is [%d] ?".formatted(pair.a()),
                looks("it is a %s %s .", object),
                cross(
                        "it is a %%s %s %%s [%d] .".formatted(scene.world().anyKind(), pair.b()),
                        List.of(size.word(), size.other().word()),
                        List.of(side.words(false), side.opposite().words(false))));
    }

    /** "where is [0] ?" "it is left of [1] ." "[0] is red and [1] is blue ." */
    private @Nullable SceneChoice place() {
        Pair pair = pair((a, b) -> !sameLook(a, b) && SceneRelations.straight(a, b));
        if (pair == null) {
            return null;
        }
        Direction side = Direction.nearest(objects.get(pair.a()), objects.get(pair.b()));
        List<Direction> sides = new ArrayList<>(List.of(Direction.values()));
        sides.remove(side);
        sides.add(0, side);
        return new SceneChoice(
                ChoiceTopic.PLACE,
                "where is [%d] ?".formatted(pair.a()),
                options(
                        sides.stream()
                                .map(it -> "it is %s [%d] .".formatted(it.words(false), pair.b()))
                                .toList()),
                twoLooks(pair));
    }

    /** What two objects may have in common: the four choices. */
    private enum Shared {
        COLOR("the color ."),
        KIND("the shape ."),
        BOTH("the color and the shape ."),
        NOTHING("nothing .");

        private final String text;

        Shared(String text) {
            this.text = text;
        }

        static Shared of(SceneObject a, SceneObject b) {
            if (a.color() == b.color()) {
                return a.kind() == b.kind() ? BOTH : COLOR;
            }
            return a.kind() == b.kind() ? KIND : NOTHING;
        }
    }

    /** "what is the same about [0] and [1] ?" "the color ." "both are red ." */
    private @Nullable SceneChoice alike() {
        // Drawn first, so that each answer is right about equally often.
        Shared shared = dice.any(List.of(Shared.values()));
        Pair pair = pair((a, b) -> Shared.of(a, b) == shared);
        if (pair == null) {
            return null;
        }
        List<Shared> answers = new ArrayList<>(List.of(Shared.values()));
        answers.remove(shared);
        answers.add(0, shared);
        SceneObject object = objects.get(pair.a());
        return new SceneChoice(
                ChoiceTopic.ALIKE,
                "what is the same about [%d] and [%d] ?".formatted(pair.a(), pair.b()),
                options(answers.stream().map(it -> it.text).toList()),
                switch (shared) {
                    case COLOR -> options(values(Trait.COLOR, object, 3, "both are %s ."));
                    case KIND -> options(values(Trait.KIND, object, 3, "each is %s ."));
                    case BOTH -> looks("each is a %s %s .", object);
                    case NOTHING -> twoLooks(pair);
                });
    }

    /** Two colours, or sizes, by two kinds, of which an object has one each. */
    private Options looks(String format, SceneObject object) {
        return cross(
                format,
                values(wording.compared(), object, 1, "%s"),
                values(Trait.KIND, object, 1, "%s").stream().map(ChoiceDrafts::noun).toList());
    }

    /** "a star" without its article. */
    private static String noun(String indefinite) {
        return indefinite.substring(indefinite.indexOf(' ') + 1);
    }

    private boolean sameLook(SceneObject a, SceneObject b) {
        return wording.told().of(a).equals(wording.told().of(b));
    }

    /** Two colours, or kinds, for each of two objects; the four are different, as their own are. */
    private Options twoLooks(Pair pair) {
        Trait told = wording.told();
        String first = told.of(objects.get(pair.a()));
        String second = told.of(objects.get(pair.b()));
        List<String> wrong = dice.others(2, told, List.of(first, second), objects);
        return cross(
                "[%d] is %%s and [%d] is %%s .".formatted(pair.a(), pair.b()),
                List.of(first, wrong.get(0)),
                List.of(second, wrong.get(1)));
    }

    /** Sentences with an object's value, then with wrong values. */
    private List<String> values(Trait trait, SceneObject object, int wrong, String format) {
        List<String> values = new ArrayList<>(List.of(trait.of(object)));
        values.addAll(dice.others(wrong, trait, values, objects));
        return values.stream().map(format::formatted).toList();
    }

    /** All four combinations; that of the two first ones is right. */
    private Options cross(String format, List<String> first, List<String> second) {
        List<String> texts = new ArrayList<>();
        for (String a : first) {
            for (String b : second) {
                texts.add(format.formatted(a, b));
            }
        }
        return options(texts);
    }

    /** The texts in random order; the first one is right. */
    private Options options(List<String> texts) {
        List<String> shuffled = dice.shuffled(texts);
        return new Options(shuffled, shuffled.indexOf(texts.get(0)));
    }
}
