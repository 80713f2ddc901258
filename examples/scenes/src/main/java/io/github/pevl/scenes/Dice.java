package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random draws; the same generator gives the same draws.
 *
 * @param random their source
 * @param world whose objects are described
 */
record Dice(SplittableRandom random, World world) {
    private static final double SHARE_OF_SYNONYMS = 0.25;

    /** One of the values, all equally likely. */
    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> List<T> shuffled(Collection<T> values) {
        List<T> left = new ArrayList<>(values);
        List<T> drawn = new ArrayList<>();
        while (!left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    /** A description of an object; each attribute appears with the given probability. */
    Description describe(SceneObject object, double size, double color, double kind) {
        ShapeSize itsSize = chance(size) ? object.size() : null;
        ShapeColor itsColor = chance(color) ? object.color() : null;
        return chance(kind)
                ? new Description(itsSize, itsColor, object.kind(), noun(object.kind()))
                : new Description(itsSize, itsColor, null, world.anyKind());
    }

    /** The noun of a kind, sometimes another one. */
    String noun(SceneKind kind) {
        return !kind.synonyms().isEmpty() && chance(SHARE_OF_SYNONYMS)
                ? any(kind.synonyms())
                : kind.word();
    }

    /** All nouns of a kind. */
    List<String> nouns(SceneKind kind) {
        List<String> nouns = new ArrayList<>(List.of(kind.word()));
        nouns.addAll(kind.synonyms());
        return nouns;
    }

    /** The noun of several such objects, or null. */
    @Nullable String plural(Description group) {
        return group.kind() == null ? world.anyKind() + "s" : group.kind().plural().orElse(null);
    }

    /**
     * Distinct wrong values. Those that occur in the scene come first, so that their absence does
     * not reveal that they are wrong.
     *
     * @param count number of values, at most the number of all without {@code right}
     */
    List<String> others(int count, Trait trait, List<String> right, List<SceneObject> objects) {
        List<String> wrong = new ArrayList<>(trait.values(world));
        wrong.removeAll(right);
        List<String> seen =
                objects.stream().map(trait::of).filter(wrong::contains).distinct().toList();
        wrong.removeAll(seen);
        List<String> drawn = shuffled(seen);
        drawn.addAll(shuffled(wrong));
        return drawn.subList(0, count);
    }
}
