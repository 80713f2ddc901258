package io.github.pevl.scenes;

import java.util.List;

/**
 * The objects of a scene, as sentences see them.
 *
 * @param world what the objects are
 * @param objects the objects
 * @param side width and height of the image in pixels
 */
record Arrangement(World world, List<SceneObject> objects, int side) {
    /** Positions closer than this fraction of the side count as equal. */
    private static final double MARGIN = 0.08;

    Arrangement {
        objects = List.copyOf(objects);
    }

    /** Min difference of positions that counts, in pixels. */
    double margin() {
        return MARGIN * side;
    }

    /** The kinds that no object is of. */
    List<SceneKind> absentKinds() {
        List<SceneKind> here = objects.stream().map(SceneObject::kind).toList();
        return world.kinds().stream().filter(kind -> !here.contains(kind)).toList();
    }
}
