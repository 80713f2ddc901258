package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws questions whose answer follows unambiguously from a rule. */
final class QuestionDrafts {
    private static final int TRIES = 24;

    /** Probability of an attribute in a description: mostly only the box identifies the object. */
    private static final double HINT = 0.12;

    private final Arrangement scene;
    private final List<SceneObject> objects;
    private final Wording wording;
    private final String anyKind;
    private final Dice dice;

    QuestionDrafts(Arrangement scene, Dice dice) {
        this.scene = scene;
        this.objects = scene.objects();
        this.wording = scene.world().wording();
        this.anyKind = scene.world().anyKind();
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
        int all = wording.weights().values().stream().mapToInt(Integer::intValue).sum();
        int at = dice.random().nextInt(all);
        for (QuestionKind kind : QuestionKind.values()) {
            at -= wording.weights().getOrDefault(kind, 0);
            if (at < 0) {
                return kind;
            }
        }
        throw new AssertionError("weights changed");
    }

    private @Nullable SceneQuestion draft(QuestionKind kind) {
        SceneObject object = dice.any(objects);
        return switch (kind) {
            case COLOR -> color(object);
            case SHAPE ->
                    question(
                            kind,
                            says("what kind of %s is".formatted(anyKind)).name("this", object),
                            object.kind().word());
            case SIZE -> size();
            case CHECK -> check(object);
            case EXISTS -> exists();
            case COUNT -> count(object.kind());
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
                object.colorWord());
    }

    /** The answer is drawn first: most shapes are small, but half of the answers should not be. */
    private @Nullable SceneQuestion size() {
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
        Trait trait = dice.chance(0.5) ? wording.compared() : Trait.KIND;
        text.say(yes ? trait.of(object) : wrong(trait, object));
        return question(QuestionKind.CHECK, text, yesNo(yes));
    }

    private String wrong(Trait trait, SceneObject object) {
        return dice.others(1, trait, List.of(trait.of(object)), objects).get(0);
    }

    /** Asks along the axis on which the centres are farther apart. */
    private @Nullable SceneQuestion side(SceneObject object, SceneObject anchor) {
        Direction side = Direction.nearest(object, anchor);
        if (side.offset(object, anchor) <= scene.margin()) {
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

    private boolean sameLook(SceneObject a, SceneObject b) {
        return wording.compared().of(a).equals(wording.compared().of(b));
    }

    /** Only in scenes with pairs for both answers, which are then equally likely. */
    private @Nullable SceneQuestion same() {
        boolean yes = dice.chance(0.5);
        List<List<SceneObject>> pairs = new ArrayList<>();
        List<List<SceneObject>> otherPairs = new ArrayList<>();
        for (SceneObject a : objects) {
            for (SceneObject b : objects) {
                if (!a.equals(b)) {
                    (sameLook(a, b) == yes ? pairs : otherPairs).add(List.of(a, b));
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
                        .say("the same %s as the".formatted(wording.compared().word()))
                        .name(noun(pair.get(1)), pair.get(1)),
                yesNo(yes));
    }

    private @Nullable SceneQuestion beside(SceneObject anchor) {
        Direction side = dice.any(List.of(Direction.values()));
        List<SceneObject> others = objects.stream().filter(it -> !it.equals(anchor)).toList();
        SceneObject meant = side.only(others, anchor, scene.margin());
        if (meant == null) {
            return null;
        }
        boolean look = dice.chance(0.5);
        MarkedText text =
                look
                        ? says("what %s is the %s".formatted(wording.compared().word(), anyKind))
                        : says("what kind of %s is".formatted(anyKind));
        text.say(side.words(false)).say("the").name(noun(anchor), anchor);
        return question(
                QuestionKind.BESIDE,
                text,
                look ? wording.compared().of(meant) : meant.kind().word());
    }

    /**
     * A colour, or a size, and a kind that occur, in one object or in two; only where some occur in
     * two. In a world of many kinds, as often a kind alone.
     */
    private @Nullable SceneQuestion exists() {
        Set<Description> together = new LinkedHashSet<>();
        Set<Description> apart = new LinkedHashSet<>();
        for (SceneObject a : objects) {
            for (SceneObject b : objects) {
                Description asked = looks(a, b.kind());
                (asked.allIn(objects).isEmpty() ? apart : together).add(asked);
            }
        }
        if (wording.presence() && dice.chance(0.5)) {
            return existsKind();
        }
        if (apart.isEmpty()) {
            return null;
        }
        boolean yes = dice.chance(0.5);
        Description asked = dice.any(List.copyOf(yes ? together : apart));
        return question(QuestionKind.EXISTS, says("is there a " + asked.text()), yesNo(yes));
    }

    /** A kind with the colour, or the size, of an object. */
    private Description looks(SceneObject object, SceneKind kind) {
        boolean size = wording.compared() == Trait.SIZE;
        return new Description(size ? object.size() : null, object.color(), kind, kind.word());
    }

    private SceneQuestion existsKind() {
        boolean yes = dice.chance(0.5);
        SceneKind kind = yes ? dice.any(objects).kind() : dice.any(scene.absentKinds());
        return question(QuestionKind.EXISTS, says("is there " + kind.indefinite()), yesNo(yes));
    }

    /** Null if the kind has no plural. */
    private @Nullable SceneQuestion count(SceneKind kind) {
        long count = objects.stream().filter(it -> it.kind() == kind).count();
        return kind.plural()
                .map(plural -> says("how many %s are there".formatted(plural)))
                .map(
                        text ->
                                question(
                                        QuestionKind.COUNT,
                                        text,
                                        SceneWords.NUMBERS.get((int) count - 1)))
                .orElse(null);
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
