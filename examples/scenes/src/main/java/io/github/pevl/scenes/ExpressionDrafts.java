package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** Draws expressions for a scene at random, and keeps the unambiguous ones. */
final class ExpressionDrafts {
    private static final int ROUNDS = 2;
    private static final int TRIES = 120;

    /** Positions closer than this fraction of the side count as equal. */
    static final double MARGIN = 0.08;

    private final List<SceneObject> objects;
    private final double margin;
    private final SplittableRandom random;
    private final Dice dice;

    ExpressionDrafts(List<SceneObject> objects, int side, SplittableRandom random) {
        this.objects = objects;
        this.margin = MARGIN * side;
        this.random = random;
        this.dice = new Dice(random);
    }

    /** Up to two expressions of each kind, all distinct. */
    List<SceneExpression> draw() {
        Map<String, SceneExpression> found = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (ExpressionKind kind : ExpressionKind.values()) {
                if (objects.size() > 1 || kind == ExpressionKind.ATTRIBUTE) {
                    draw(kind, found);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private void draw(ExpressionKind kind, Map<String, SceneExpression> found) {
        Phrase phrase = phrase(kind, (it, meant) -> !found.containsKey(it.text()));
        if (phrase != null) {
            int target = objects.indexOf(phrase.referent(objects, margin));
            found.put(phrase.text(), new SceneExpression(phrase.text(), kind, target));
        }
    }

    /**
     * An unambiguous phrase, or null if none was found.
     *
     * @param wanted whether the caller can use a phrase and the object that it means
     */
    Phrase phrase(ExpressionKind kind, BiPredicate<Phrase, SceneObject> wanted) {
        for (int i = 0; i < TRIES; i++) {
            Phrase phrase = draft(kind);
            SceneObject meant = phrase.referent(objects, margin);
            if (meant != null && wanted.test(phrase, meant)) {
                return phrase;
            }
        }
        return null;
    }

    private Phrase draft(ExpressionKind kind) {
        return switch (kind) {
            case ATTRIBUTE ->
                    new Phrase.Attribute(dice.describe(dice.any(objects), 0.45, 0.6, 0.8));
            case SUPERLATIVE -> superlative();
            case RELATION -> relation();
        };
    }

    private Phrase superlative() {
        Extreme extreme = dice.any(List.of(Extreme.values()));
        double sized = extreme.ofSize() ? 0 : 0.2; // no "largest small star"
        return new Phrase.Superlative(dice.describe(dice.any(objects), sized, 0.3, 0.5), extreme);
    }

    /**
     * Sometimes requires that the description alone is ambiguous: over all tries, that makes the
     * relation necessary in about half of the expressions.
     */
    private Phrase relation() {
        if (random.nextInt(5) == 0) {
            for (int i = 0; i < TRIES; i++) {
                Phrase.Relation draft = relation(0.2, 0.3, 0.5);
                if (draft.candidates(objects).size() > 1
                        && draft.referent(objects, margin) != null) {
                    return draft;
                }
            }
        }
        return relation(0.45, 0.6, 0.8);
    }

    private Phrase.Relation relation(double size, double color, double kind) {
        SceneObject object = dice.any(objects);
        SceneObject anchor = dice.any(objects.stream().filter(it -> !it.equals(object)).toList());
        return new Phrase.Relation(
                dice.describe(object, size, color, kind),
                dice.any(List.of(Direction.values())),
                random.nextDouble() < 0.25,
                dice.describe(anchor, 0.3, 0.6, 0.8));
    }
}
