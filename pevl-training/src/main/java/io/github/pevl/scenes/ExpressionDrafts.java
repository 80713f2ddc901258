package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Finds expressions for a scene: drafts at random, and keeps those whose meaning is beyond doubt.
 */
final class ExpressionDrafts {
    private static final int ROUNDS = 2;
    private static final int TRIES = 120;

    /** Positions closer than this share of the side are never told apart. */
    private static final double MARGIN = 0.08;

    private final List<SceneObject> objects;
    private final double margin;
    private final SplittableRandom random;

    ExpressionDrafts(List<SceneObject> objects, int side, SplittableRandom random) {
        this.objects = objects;
        this.margin = MARGIN * side;
        this.random = random;
    }

    /** Up to two expressions of each kind, all different. */
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
        for (int i = 0; i < TRIES; i++) {
            Phrase phrase = draft(kind);
            SceneObject meant = phrase.referent(objects, margin);
            if (meant != null && !found.containsKey(phrase.text())) {
                int target = objects.indexOf(meant);
                found.put(phrase.text(), new SceneExpression(phrase.text(), kind, target));
                return;
            }
        }
    }

    private Phrase draft(ExpressionKind kind) {
        return switch (kind) {
            case ATTRIBUTE -> new Phrase.Attribute(describe(any(objects), 0.45, 0.6, 0.8));
            case SUPERLATIVE -> superlative();
            case RELATION -> relation();
        };
    }

    private Phrase superlative() {
        Extreme extreme = any(List.of(Extreme.values()));
        double sized = extreme.ofSize() ? 0 : 0.2; // no "largest small star"
        return new Phrase.Superlative(describe(any(objects), sized, 0.3, 0.5), extreme);
    }

    /**
     * At times only a draft whose description alone would fit several: over all tries that makes
     * about every other relation one that decides.
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
        SceneObject object = any(objects);
        SceneObject anchor = any(objects.stream().filter(it -> it != object).toList());
        return new Phrase.Relation(
                describe(object, size, color, kind),
                any(List.of(Direction.values())),
                random.nextDouble() < 0.25,
                describe(anchor, 0.3, 0.6, 0.8));
    }

    /** A description of an object that names each attribute with the probability given. */
    private Description describe(SceneObject object, double size, double color, double kind) {
        return new Description(
                random.nextDouble() < size ? object.size() : null,
                random.nextDouble() < color ? object.color() : null,
                random.nextDouble() < kind ? object.kind() : null);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
