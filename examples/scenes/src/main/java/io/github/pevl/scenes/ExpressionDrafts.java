package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Draws expressions for a scene at random, and keeps the unambiguous ones. */
final class ExpressionDrafts {
    private static final int TRIES = 120;

    private final Arrangement scene;
    private final List<SceneObject> objects;
    private final SplittableRandom random;
    private final Dice dice;

    ExpressionDrafts(Arrangement scene, SplittableRandom random) {
        this.scene = scene;
        this.objects = scene.objects();
        this.random = random;
        this.dice = new Dice(random, scene.world());
    }

    /** Expressions of each kind that the scene allows, all distinct. */
    List<SceneExpression> draw() {
        Map<String, SceneExpression> found = new LinkedHashMap<>();
        for (ExpressionKind kind : scene.world().wording().expressions()) {
            if (objects.size() > 1 || !kind.needsOthers()) {
                draw(kind, found);
            }
        }
        return new ArrayList<>(found.values());
    }

    private void draw(ExpressionKind kind, Map<String, SceneExpression> found) {
        Phrase phrase = phrase(kind, (it, meant) -> !found.containsKey(it.text()));
        List<SceneObject> meant = phrase == null ? null : phrase.meant(scene);
        if (phrase != null && meant != null) {
            List<Integer> targets = meant.stream().map(objects::indexOf).toList();
            found.put(phrase.text(), new SceneExpression(phrase.text(), kind, targets));
        }
    }

    /**
     * An unambiguous phrase, or null if none was found.
     *
     * @param wanted whether the caller can use a phrase and the objects that it means
     */
    @Nullable Phrase phrase(ExpressionKind kind, BiPredicate<Phrase, List<SceneObject>> wanted) {
        for (int i = 0; i < TRIES; i++) {
            Phrase phrase = draft(kind);
            List<SceneObject> meant = phrase == null ? null : phrase.meant(scene);
            if (meant != null && kind.means(meant.size()) && wanted.test(phrase, meant)) {
                return phrase;
            }
        }
        return null;
    }

    private @Nullable Phrase draft(ExpressionKind kind) {
        return switch (kind) {
            case ATTRIBUTE -> attribute();
            case SUPERLATIVE -> superlative();
            case RELATION -> relation();
            case NOUN -> new Phrase.Attribute(noun(dice.any(objects).kind()));
            case SYNONYM -> synonym();
            case PLACE -> new Phrase.Restricted(group(), at(), false);
            case NEGATION -> new Phrase.Restricted(group(), condition(), true);
            case SEVERAL -> several();
        };
    }

    private Phrase attribute() {
        double size = scene.world().colors().isEmpty() ? 1 : 0.45;
        return new Phrase.Attribute(dice.describe(dice.any(objects), size, 0.6, 0.8));
    }

    private static Description noun(SceneKind kind) {
        return new Description(null, null, kind, kind.word());
    }

    /** Null if the kind has no other noun. */
    private @Nullable Phrase synonym() {
        SceneKind kind = dice.any(objects).kind();
        return kind.synonyms().isEmpty()
                ? null
                : new Phrase.Attribute(
                        new Description(null, null, kind, dice.any(kind.synonyms())));
    }

    private Description group() {
        return dice.describe(dice.any(objects), 0.25, 0, 0.7);
    }

    private Condition at() {
        return new Condition.At(dice.any(List.of(Place.values())));
    }

    private Condition condition() {
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.OfSize(dice.any(List.of(ShapeSize.values())));
            case 1 -> {
                SceneKind kind = dice.any(objects).kind();
                yield new Condition.OfKind(kind, kind.indefinite());
            }
            case 2 -> at();
            default ->
                    new Condition.Beside(
                            dice.any(List.of(Direction.values())),
                            dice.describe(dice.any(objects), 0.2, 0, 1));
        };
    }

    /** Null if the noun has no plural. */
    private @Nullable Phrase several() {
        Description group = dice.describe(dice.any(objects), 0.25, 0, 0.75);
        String plural = dice.plural(group);
        if (plural == null) {
            return null;
        }
        Condition condition = dice.chance(0.2) ? at() : null;
        return switch (random.nextInt(4)) {
            case 0 -> new Phrase.Several(group, "the", 0, plural, condition);
            case 1 -> new Phrase.Several(group, "all the", 0, plural, condition);
            case 2 -> new Phrase.Several(group, "both", 2, plural, condition);
            default -> {
                int number = random.nextInt(2, SceneGenerator.MAX_OBJECTS + 1);
                yield Phrase.Several.counted(group, number, plural, condition);
            }
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
                if (draft.candidates(scene).size() > 1 && draft.referent(scene) != null) {
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
