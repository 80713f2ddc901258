package io.github.pevl.scenes;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws scenes. A scene depends only on the seed, its index and the generator's settings, so that
 * any scene can be drawn at any time, from any thread, without those before it.
 */
public final class SceneGenerator {
    /** Default max number of objects in a scene. */
    public static final int MAX_OBJECTS = 6;

    /** Default side of an image, pixels. */
    public static final int DEFAULT_SIDE = 96;

    private static final int MIN_SIDE = 48;
    private static final int MAX_SIDE = 4096;

    private final World world;
    private final long seed;
    private final int side;
    private final int maxObjects;

    /** Draws scenes of shapes, {@value #DEFAULT_SIDE} pixels a side. */
    public SceneGenerator(long seed) {
        this(seed, DEFAULT_SIDE, MAX_OBJECTS);
    }

    /**
     * Draws scenes of shapes.
     *
     * @see #SceneGenerator(World, long, int, int)
     */
    public SceneGenerator(long seed, int side, int maxObjects) {
        this(World.SHAPES, seed, side, maxObjects);
    }

    /**
     * @param world what the scenes show
     * @param seed any number
     * @param side width and height of the images in pixels, 48 to 4096
     * @param maxObjects max number of objects in a scene, 1 to 6; from scenes of one or two objects
     *     a small network first learns positions, before it has to tell objects apart
     * @throws IllegalArgumentException if the side or the number is out of range
     */
    public SceneGenerator(World world, long seed, int side, int maxObjects) {
        if (side < MIN_SIDE || side > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "A scene's side is %d to %d pixels, not %d."
                            .formatted(MIN_SIDE, MAX_SIDE, side));
        }
        if (maxObjects < 1 || maxObjects > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "A scene has at most 1 to %d objects, not %d."
                            .formatted(MAX_OBJECTS, maxObjects));
        }
        this.world = world;
        this.seed = seed;
        this.side = side;
        this.maxObjects = maxObjects;
    }

    /**
     * Draws a scene.
     *
     * @param index its index, from 0
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
        List<SceneObject> objects = SceneLayout.draw(forObjects, world, side, maxObjects);
        Arrangement scene = new Arrangement(world, objects, side);
        List<SceneExpression> expressions = new ExpressionDrafts(scene, forExpressions).draw();
        SceneTasks tasks = SceneTasks.draw(scene, forTasks);
        return new Scene(world, side, forTexture.nextLong(), objects, expressions, tasks);
    }

    /** What the scenes show. */
    public World world() {
        return world;
    }

    /** The finaliser of SplitMix64 (Stafford's variant 13). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
