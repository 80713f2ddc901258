package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws statements: expressions that mean something in the scene, and as many that mean nothing:
 * with the noun of something that is not there, or nearly true ones, with a wrong size, place,
 * relation or number.
 */
final class PresenceDrafts {
    private static final int TRIES = 40;

    /** Share of wrong nouns that are no known word at all. */
    private static final double SHARE_OF_UNKNOWN = 0.1;

    /** Of the false ones, those with a noun of something that is not there. */
    private static final double SHARE_OF_NOUNS = 0.45;

    private final Arrangement scene;
    private final ExpressionDrafts phrases;
    private final Dice dice;

    PresenceDrafts(Arrangement scene, SplittableRandom random) {
        this.scene = scene;
        this.phrases = new ExpressionDrafts(scene, random);
        this.dice = new Dice(random, scene.world());
    }

    /** Distinct statements, true and false in turn; none in a world without them. */
    List<SceneStatement> draw() {
        Map<String, SceneStatement> found = new LinkedHashMap<>();
        int tries = scene.world().wording().presence() ? TRIES : 0;
        for (int i = 0; i < tries && found.size() < SceneTasks.MAX_STATEMENTS; i++) {
            SceneStatement statement = found.size() % 2 == 0 ? rightOne() : wrongOne();
            if (statement != null) {
                found.putIfAbsent(statement.text(), statement);
            }
        }
        return new ArrayList<>(found.values());
    }

    private ExpressionKind kind() {
        return dice.any(scene.world().wording().expressions());
    }

    private @Nullable Phrase phrase(ExpressionKind kind) {
        return scene.objects().size() < 2 && kind.needsOthers()
                ? null
                : phrases.phrase(kind, (phrase, meant) -> true);
    }

    private @Nullable SceneStatement rightOne() {
        ExpressionKind kind = kind();
        Phrase phrase = phrase(kind);
        List<SceneObject> meant = phrase == null ? null : phrase.meant(scene);
        return phrase == null || meant == null ? null : statement(phrase, meant, kind.label());
    }

    /** A true phrase with something changed, so that nothing is meant. */
    private @Nullable SceneStatement wrongOne() {
        Phrase right = phrase(kind());
        if (right == null) {
            return null;
        }
        boolean noun = dice.chance(SHARE_OF_NOUNS);
        Phrase wrong = noun ? wrongNoun(right) : nearly(right);
        List<SceneObject> meant = wrong == null ? null : wrong.meant(scene);
        return wrong == null || meant == null || !meant.isEmpty()
                ? null
                : statement(wrong, meant, noun ? "wrong noun" : "wrong " + changed(wrong));
    }

    private SceneStatement statement(Phrase phrase, List<SceneObject> meant, String kind) {
        List<Integer> targets = meant.stream().map(scene.objects()::indexOf).toList();
        return new SceneStatement(phrase.text(), targets, kind);
    }

    private @Nullable Phrase wrongNoun(Phrase right) {
        if (right instanceof Phrase.Attribute it) {
            return new Phrase.Attribute(absent(it.description()));
        }
        if (right instanceof Phrase.Relation it) {
            return dice.chance(0.5)
                    ? new Phrase.Relation(
                            absent(it.described()), it.direction(), it.longForm(), it.anchor())
                    : new Phrase.Relation(
                            it.described(), it.direction(), it.longForm(), absent(it.anchor()));
        }
        if (right instanceof Phrase.Superlative it) {
            return new Phrase.Superlative(absent(it.group()), it.extreme());
        }
        if (right instanceof Phrase.Restricted it) {
            return new Phrase.Restricted(absent(it.group()), it.condition(), it.negated());
        }
        if (right instanceof Phrase.Several it) {
            Description group = absent(it.group());
            String plural = dice.plural(group);
            return plural == null
                    ? null
                    : new Phrase.Several(group, it.quantity(), it.number(), plural, it.condition());
        }
        return null;
    }

    /** The same with a kind that no object is of, or a word that the model does not know. */
    private Description absent(Description description) {
        SceneKind kind = dice.any(scene.absentKinds());
        String noun =
                dice.chance(SHARE_OF_UNKNOWN)
                        ? dice.any(SceneWords.UNKNOWN)
                        : dice.any(dice.nouns(kind));
        return new Description(description.size(), description.color(), kind, noun);
    }

    private @Nullable Phrase nearly(Phrase right) {
        if (right instanceof Phrase.Attribute it) {
            SceneObject meant = it.meant(scene).get(0);
            return new Phrase.Attribute(it.description().ofSize(meant.size().other()));
        }
        if (right instanceof Phrase.Relation it) {
            return new Phrase.Relation(
                    it.described(), otherThan(it.direction()), it.longForm(), it.anchor());
        }
        if (right instanceof Phrase.Restricted it) {
            // Negated, it means nothing where all of the group are small, or on the left.
            Condition condition =
                    it.negated() && dice.chance(0.5)
                            ? new Condition.OfSize(dice.any(List.of(ShapeSize.values())))
                            : new Condition.At(dice.any(List.of(Place.values())));
            return new Phrase.Restricted(it.group(), condition, it.negated());
        }
        if (right instanceof Phrase.Several it) {
            int number = dice.random().nextInt(2, SceneGenerator.MAX_OBJECTS + 1);
            return Phrase.Several.counted(it.group(), number, it.plural(), it.condition());
        }
        return null;
    }

    /** Mostly the opposite. */
    private Direction otherThan(Direction direction) {
        List<Direction> others = new ArrayList<>(List.of(Direction.values()));
        others.remove(direction);
        return dice.chance(0.5) ? direction.opposite() : dice.any(others);
    }

    private static String changed(Phrase phrase) {
        if (phrase instanceof Phrase.Attribute) {
            return "size";
        }
        if (phrase instanceof Phrase.Relation) {
            return "relation";
        }
        if (phrase instanceof Phrase.Several) {
            return "number";
        }
        return phrase instanceof Phrase.Restricted it && it.negated() ? "negation" : "place";
    }
}
