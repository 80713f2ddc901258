package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Random draws; the same generator gives the same draws. */
record Dice(SplittableRandom random) {
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
        return new Description(
                chance(size) ? object.size() : null,
                chance(color) ? object.color() : null,
                chance(kind) ? object.kind() : null);
    }

    /**
     * Distinct wrong values. Those that occur in the scene come first, so that their absence does
     * not reveal that they are wrong.
     *
     * @param count number of values, at most the size of {@code all} without {@code right}
     */
    <T> List<T> others(
            int count,
            T[] all,
            List<T> right,
            List<SceneObject> objects,
            Function<SceneObject, T> shown) {
        List<T> wrong = new ArrayList<>(Arrays.asList(all));
        wrong.removeAll(right);
        List<T> seen = objects.stream().map(shown).filter(wrong::contains).distinct().toList();
        wrong.removeAll(seen);
        List<T> drawn = shuffled(seen);
        drawn.addAll(shuffled(wrong));
        return drawn.subList(0, count);
    }
}
