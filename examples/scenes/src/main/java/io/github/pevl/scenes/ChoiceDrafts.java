package io.github.pevl.scenes;

import io.github.pevl.scenes.SceneChoice.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws questions with four answers and four rationales. Wrong ones differ from the right one in
 * one or two words that are right equally often elsewhere, so that the text alone does not reveal
 * it.
 */
final class ChoiceDrafts {
    /** Comparisons are harder, and are asked in fewer scenes. */
    private static final double SHARE_OF_ALIKE = 0.6;

    private final List<SceneObject> objects;
    private final double margin;
    private final Dice dice;

    ChoiceDrafts(List<SceneObject> objects, int side, Dice dice) {
        this.objects = objects;
        this.margin = ExpressionDrafts.MARGIN * side;
        this.dice = dice;
    }

    /** Questions on different topics, as far as the scene allows. */
    List<SceneChoice> draw() {
        List<SceneChoice> found = new ArrayList<>();
        for (ChoiceTopic topic : dice.shuffled(List.of(ChoiceTopic.values()))) {
            boolean asked = topic != ChoiceTopic.ALIKE || dice.chance(SHARE_OF_ALIKE);
            SceneChoice choice = asked ? draft(topic) : null;
            if (choice != null && found.size() < SceneTasks.MAX_CHOICES) {
                found.add(choice);
            }
        }
        return found;
    }

    private SceneChoice draft(ChoiceTopic topic) {
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
    private Pair pair(Wanted wanted) {
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
    private SceneChoice look() {
        ShapeSize size =
                dice.any(List.of(ShapeSize.values())); // drawn first, since most shapes are small
        Pair pair =
                pair((a, b) -> a.size() == size && Direction.nearest(a, b).offset(a, b) > margin);
        if (pair == null) {
            return null;
        }
        SceneObject object = objects.get(pair.a());
        ShapeSize otherSize = size == ShapeSize.SMALL ? ShapeSize.LARGE : ShapeSize.SMALL;
        Direction side = Direction.nearest(object, objects.get(pair.b()));
        return new SceneChoice(
                ChoiceTopic.LOOK,
                "what is [%d] ?".formatted(pair.a()),
                looks("it is a %s %s .", object),
                cross(
                        "it is a %%s shape %%s [%d] .".formatted(pair.b()),
                        List.of(size.word(), otherSize.word()),
                        List.of(side.words(false), side.opposite().words(false))));
    }

    /** "where is [0] ?" "it is left of [1] ." "[0] is red and [1] is blue ." */
    private SceneChoice place() {
        Pair pair = pair((a, b) -> a.color() != b.color() && SceneRelations.straight(a, b));
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
                twoColors(pair));
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
    private SceneChoice alike() {
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
                    case COLOR -> options(colors(object, 3, "both are %s ."));
                    case KIND -> options(kinds(object, 3, "each is a %s ."));
                    case BOTH -> looks("each is a %s %s .", object);
                    case NOTHING -> twoColors(pair);
                });
    }

    /** Two colours by two kinds, of which an object has one each. */
    private Options looks(String format, SceneObject object) {
        return cross(format, colors(object, 1, "%s"), kinds(object, 1, "%s"));
    }

    /** Two colours for each of two objects; the four are different, as the objects' own are. */
    private Options twoColors(Pair pair) {
        ShapeColor first = objects.get(pair.a()).color();
        ShapeColor second = objects.get(pair.b()).color();
        List<ShapeColor> wrong =
                dice.others(
                        2,
                        ShapeColor.values(),
                        List.of(first, second),
                        objects,
                        SceneObject::color);
        return cross(
                "[%d] is %%s and [%d] is %%s .".formatted(pair.a(), pair.b()),
                List.of(first.word(), wrong.get(0).word()),
                List.of(second.word(), wrong.get(1).word()));
    }

    /** Sentences with an object's colour, then with wrong colours. */
    private List<String> colors(SceneObject object, int wrong, String format) {
        List<ShapeColor> colors = new ArrayList<>(List.of(object.color()));
        colors.addAll(dice.others(wrong, ShapeColor.values(), colors, objects, SceneObject::color));
        return colors.stream().map(it -> format.formatted(it.word())).toList();
    }

    /** Sentences with an object's kind, then with wrong kinds. */
    private List<String> kinds(SceneObject object, int wrong, String format) {
        List<ShapeKind> kinds = new ArrayList<>(List.of(object.kind()));
        kinds.addAll(dice.others(wrong, ShapeKind.values(), kinds, objects, SceneObject::kind));
        return kinds.stream().map(it -> format.formatted(it.word())).toList();
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
