package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.List;

/**
 * The relations between the objects of a scene, by one rule for each ordered pair.
 *
 * <p>Seen from the second object's centre, the first lies in a direction. Within 18.4 degrees of an
 * axis (a slope of 1 to 3) the predicate is that axis's: "left of", "right of", "above" or "below".
 * More than 26.6 degrees from both axes (1 to 2) it is "same color as" (in other worlds "same size
 * as") where the colours are the same, and unrelated otherwise. Between these angles a pair is
 * ambiguous and in neither list.
 *
 * @param triples the relations, in random order; at most one for each pair
 * @param unrelated the unrelated pairs, in random order
 */
public record SceneRelations(List<Triple> triples, List<Pair> unrelated) {
    /** Min ratio of the offset along an axis to the offset across it. */
    private static final double STRAIGHT = 3;

    /** Max ratio of the offset along the nearer axis to the offset across it. */
    private static final double DIAGONAL = 2;

    public SceneRelations {
        triples = List.copyOf(triples);
        unrelated = List.copyOf(unrelated);
    }

    /**
     * Two objects, in order.
     *
     * @param subject the first object's index in the scene
     * @param object the second one's
     */
    public record Pair(int subject, int object) {}

    /**
     * Two objects, in order, and how they relate.
     *
     * @param subject the first object's index in the scene
     * @param object the second one's
     * @param predicate the relation of the first to the second
     */
    public record Triple(int subject, int object, ScenePredicate predicate) {}

    static SceneRelations among(Arrangement scene, Dice dice) {
        List<SceneObject> objects = scene.objects();
        Trait compared = scene.world().wording().compared();
        List<Triple> triples = new ArrayList<>();
        List<Pair> unrelated = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            for (int j = 0; j < objects.size(); j++) {
                SceneObject subject = objects.get(i);
                SceneObject object = objects.get(j);
                if (i == j) {
                    continue;
                }
                if (straight(subject, object)) {
                    ScenePredicate side = ScenePredicate.of(Direction.nearest(subject, object));
                    triples.add(new Triple(i, j, side));
                } else if (diagonal(subject, object)) {
                    if (compared.of(subject).equals(compared.of(object))) {
                        triples.add(new Triple(i, j, ScenePredicate.SAME));
                    } else {
                        unrelated.add(new Pair(i, j));
                    }
                }
            }
        }
        return new SceneRelations(dice.shuffled(triples), dice.shuffled(unrelated));
    }

    /** Whether one object lies clearly in a direction from another. */
    static boolean straight(SceneObject object, SceneObject anchor) {
        Direction nearest = Direction.nearest(object, anchor);
        return nearest.drift(object, anchor) * STRAIGHT <= nearest.offset(object, anchor);
    }

    private static boolean diagonal(SceneObject object, SceneObject anchor) {
        Direction nearest = Direction.nearest(object, anchor);
        return nearest.drift(object, anchor) * DIAGONAL >= nearest.offset(object, anchor);
    }
}
