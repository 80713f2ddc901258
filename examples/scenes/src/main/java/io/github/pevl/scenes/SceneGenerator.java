package io.github.pevl.scenes;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes scenes. A scene follows from the seed, its index and the image's side alone: any scene can
 * be made at any time, from any thread, without those before it.
 */
public final class SceneGenerator {
    /** The most objects of a scene when nothing is said. */
    public static final int MOST_OBJECTS = 6;

    /** The side of an image in pixels when none is given. */
    public static final int DEFAULT_SIDE = 96;

    private static final int LEAST_SIDE = 48;
    private static final int MOST_SIDE = 4096;

    private final long seed;
    private final int side;
    private final int mostObjects;

    /** Makes scenes of {@value #DEFAULT_SIDE} pixels a side. */
    public SceneGenerator(long seed) {
        this(seed, DEFAULT_SIDE, MOST_OBJECTS);
    }

    /**
     * @param seed any number; other seeds give other scenes
     * @param side width and height of the images in pixels, 48 to 4096
     * @param mostObjects the most objects of a scene, 1 to 6; a small network learns where things
     *     are from scenes of one and two before it learns which one is meant
     * @throws IllegalArgumentException if the side or the number is out of range
     */
    public SceneGenerator(long seed, int side, int mostObjects) {
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw new IllegalArgumentException(
                    "A scene's side is %d to %d pixels, not %d."
                            .formatted(LEAST_SIDE, MOST_SIDE, side));
        }
        if (mostObjects < 1 || mostObjects > MOST_OBJECTS) {
            throw new IllegalArgumentException(
                    "A scene has at most 1 to %d objects, not %d."
                            .formatted(MOST_OBJECTS, mostObjects));
        }
        this.seed = seed;
        this.side = side;
        this.mostObjects = mostObjects;
    }

    /**
     * Makes one scene.
     *
     * @param index which one, from 0
     * @throws IllegalArgumentException if the index is negative
     */
    public Scene scene(int index) {
        if (index < 0) {
            throw new IllegalArgumentException(
                    "Scenes are counted from 0, there is none at %d.".formatted(index));
        }
        // Mixed twice, so that neighbouring seeds do not share scenes at shifted indices; each part
        // has a stream of its own, so that one can change without moving the others.
        SplittableRandom random = new SplittableRandom(mix(mix(seed) + index));
        SplittableRandom forObjects = random.split();
        SplittableRandom forTexture = random.split();
        SplittableRandom forExpressions = random.split();
        SplittableRandom forTasks = random.split(); // new streams come last
        List<SceneObject> objects = SceneLayout.draw(forObjects, side, mostObjects);
        List<SceneExpression> expressions =
                new ExpressionDrafts(objects, side, forExpressions).draw();
        SceneTasks tasks = SceneTasks.draw(objects, side, forTasks);
        return new Scene(side, forTexture.nextLong(), objects, expressions, tasks);
    }

    /** The finaliser of SplitMix64 (Stafford's variant 13). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
