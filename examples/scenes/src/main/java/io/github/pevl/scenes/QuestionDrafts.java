package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Draws questions whose answer follows unambiguously from a rule. */
final class QuestionDrafts {
    private static final int TRIES = 24;

    /** Probability of an attribute in a description: mostly only the box identifies the object. */
    private static final double HINT = 0.12;

    private static final int ALL_WEIGHTS =
            Stream.of(QuestionKind.values()).mapToInt(QuestionKind::weight).sum();

    private final List<SceneObject> objects;
    private final double margin;
    private final Dice dice;

    QuestionDrafts(List<SceneObject> objects, int side, Dice dice) {
        this.objects = objects;
        this.margin = ExpressionDrafts.MARGIN * side;
        this.dice = dice;
    }

    /** Distinct questions; several may be of a kind. */
    List<SceneQuestion> draw() {
        Set<SceneQuestion> found = new LinkedHashSet<>();
        for (int i = 0; i < SceneTasks.MAX_QUESTIONS; i++) {
            // The kind is kept when a try fails: otherwise kinds that seldom fit would be even
            // rarer.
            QuestionKind kind = kind();
            for (int j = 0; j < TRIES; j++) {
                SceneQuestion question = draft(kind);
                if (question != null && found.add(question)) {
                    break;
                }
            }
        }
        return new ArrayList<>(found);
    }

    private QuestionKind kind() {
        int at = dice.random().nextInt(ALL_WEIGHTS);
        for (QuestionKind kind : QuestionKind.values()) {
            at -= kind.weight();
            if (at < 0) {
                return kind;
            }
        }
        throw new AssertionError("weights changed");
    }

    private SceneQuestion draft(QuestionKind kind) {
        SceneObject object = dice.any(objects);
        return switch (kind) {
            case COLOR -> color(object);
            case SHAPE ->
                    question(
                            kind,
                            says("what kind of shape is").name("this", object),
                            object.kind().word());
            case SIZE -> size();
            case CHECK -> check(object);
            case EXISTS -> exists();
            case SIDE -> objects.size() < 2 ? null : side(object, other(object));
            case SAME -> same();
            case BESIDE -> beside(object);
        };
    }

    private SceneObject other(SceneObject object) {
        return dice.any(objects.stream().filter(it -> !it.equals(object)).toList());
    }

    private SceneQuestion color(SceneObject object) {
        String noun = dice.describe(object, HINT, 0, HINT).text();
        return question(
                QuestionKind.COLOR,
                says("what color is the").name(noun, object),
                object.color().word());
    }

    /** The answer is drawn first: most shapes are small, but half of the answers should not be. */
    private SceneQuestion size() {
        ShapeSize size = dice.any(List.of(ShapeSize.values()));
        List<SceneObject> fitting = objects.stream().filter(it -> it.size() == size).toList();
        if (fitting.isEmpty()) {
            return null;
        }
        SceneObject object = dice.any(fitting);
        String noun = dice.describe(object, 0, HINT, HINT).text();
        return question(
                QuestionKind.SIZE,
                says("is the").name(noun, object).say(either("small", "large")),
                size.word());
    }

    /** Half of the answers are yes; wrong values are those of other objects, if possible. */
    private SceneQuestion check(SceneObject object) {
        boolean yes = dice.chance(0.5);
        MarkedText text = says("is the").name(dice.describe(object, HINT, 0, 0).text(), object);
        if (dice.chance(0.5)) {
            text.say((yes ? object.color() : wrongColor(object)).word());
        } else {
            text.say("a " + (yes ? object.kind() : wrongKind(object)).word());
        }
        return question(QuestionKind.CHECK, text, yesNo(yes));
    }

    private ShapeColor wrongColor(SceneObject object) {
        return dice.others(
                        1,
                        ShapeColor.values(),
                        List.of(object.color()),
                        objects,
                        SceneObject::color)
                .get(0);
    }

    private ShapeKind wrongKind(SceneObject object) {
        return dice.others(
                        1, ShapeKind.values(), List.of(object.kind()), objects, SceneObject::kind)
                .get(0);
    }

    /** Asks along the axis on which the centres are farther apart. */
    private SceneQuestion side(SceneObject object, SceneObject anchor) {
        Direction side = Direction.nearest(object, anchor);
        if (side.offset(object, anchor) <= margin) {
            return null;
        }
        String sides = side.sideways() ? either("left", "right") + " of" : either("above", "below");
        return question(
                QuestionKind.SIDE,
                says("is the")
                        .name(noun(object), object)
                        .say(sides + " the")
                        .name(noun(anchor), anchor),
                side.word());
    }

    /** Only in scenes with pairs for both answers, which are then equally likely. */
    private SceneQuestion same() {
        boolean yes = dice.chance(0.5);
        List<List<SceneObject>> pairs = new ArrayList<>();
        List<List<SceneObject>> otherPairs = new ArrayList<>();
        for (SceneObject a : objects) {
            for (SceneObject b : objects) {
                if (!a.equals(b)) {
                    ((a.color() == b.color()) == yes ? pairs : otherPairs).add(List.of(a, b));
                }
            }
        }
        if (pairs.isEmpty() || otherPairs.isEmpty()) {
            return null;
        }
        List<SceneObject> pair = dice.any(pairs);
        return question(
                QuestionKind.SAME,
                says("is the")
                        .name(noun(pair.get(0)), pair.get(0))
                        .say("the same color as the")
                        .name(noun(pair.get(1)), pair.get(1)),
                yesNo(yes));
    }

    private SceneQuestion beside(SceneObject anchor) {
        Direction side = dice.any(List.of(Direction.values()));
        List<SceneObject> others = objects.stream().filter(it -> !it.equals(anchor)).toList();
        SceneObject meant = side.only(others, anchor, margin);
        if (meant == null) {
            return null;
        }
        boolean color = dice.chance(0.5);
        MarkedText text = says(color ? "what color is the shape" : "what kind of shape is");
        text.say(side.words(false)).say("the").name(noun(anchor), anchor);
        return question(
                QuestionKind.BESIDE, text, color ? meant.color().word() : meant.kind().word());
    }

    /** A colour and a kind that occur, in one object or in two; only where some occur in two. */
    private SceneQuestion exists() {
        Set<Description> together = new LinkedHashSet<>();
        Set<Description> apart = new LinkedHashSet<>();
        for (SceneObject a : objects) {
            for (SceneObject b : objects) {
                Description asked = new Description(null, a.color(), b.kind());
                (asked.allIn(objects).isEmpty() ? apart : together).add(asked);
            }
        }
        if (apart.isEmpty()) {
            return null;
        }
        boolean yes = dice.chance(0.5);
        Description asked = dice.any(List.copyOf(yes ? together : apart));
        return question(QuestionKind.EXISTS, says("is there a " + asked.text()), yesNo(yes));
    }

    private String noun(SceneObject object) {
        return dice.describe(object, 0, 0, HINT).text();
    }

    private String either(String one, String other) {
        return dice.chance(0.5) ? one + " or " + other : other + " or " + one;
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    private MarkedText says(String words) {
        return new MarkedText(objects).say(words);
    }

    private static SceneQuestion question(QuestionKind kind, MarkedText text, String answer) {
        return new SceneQuestion(kind, text.ask().text(), text.mentions(), answer);
    }
}
