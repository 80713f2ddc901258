package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the objects of a scene and places them. */
final class SceneLayout {
    private static final double SHARE_OF_SINGLES = 0.04;
    private static final double SHARE_OF_LARGE = 0.45;

    /** Min distance from a box to the image's edge, as a fraction of the side. */
    private static final double BORDER = 0.01;

    /** A scene uses only some kinds and colours, since look-alikes make expressions hard. */
    private static final int MAX_KINDS = 9;

    private static final int TRIES_TO_PLACE = 60;

    private final SplittableRandom random;
    private final World world;
    private final int side;

    private SceneLayout(SplittableRandom random, World world, int side) {
        this.random = random;
        this.world = world;
        this.side = side;
    }

    static List<SceneObject> draw(SplittableRandom random, World world, int side, int maxObjects) {
        SceneLayout layout = new SceneLayout(random, world, side);
        int count = layout.count(maxObjects);
        List<SceneKind> kinds = layout.some(world.kinds());
        List<ShapeColor> colors =
                world.colors().isEmpty() ? List.of() : layout.some(world.colors());
        double shareOfLarge = SHARE_OF_LARGE;
        while (true) {
            List<SceneObject> objects = layout.place(count, kinds, colors, shareOfLarge);
            if (objects.size() == count) {
                return objects;
            }
            // Too crowded: try again. Six small shapes always fit in the end.
            shareOfLarge *= 0.8;
        }
    }

    /** Few scenes of one object, which can be found without words, except in easy generators. */
    private int count(int max) {
        double singles = max <= 2 ? 1.0 / max : SHARE_OF_SINGLES;
        return random.nextDouble() < singles ? 1 : random.nextInt(2, max + 1);
    }

    /** Objects in drawing order; fewer than requested if there is no room. */
    private List<SceneObject> place(
            int count, List<SceneKind> kinds, List<ShapeColor> colors, double shareOfLarge) {
        List<ShapeSize> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(random.nextDouble() < shareOfLarge ? ShapeSize.LARGE : ShapeSize.SMALL);
        }
        sizes.sort(Collections.reverseOrder()); // the large ones need room first
        List<SceneObject> objects = new ArrayList<>();
        for (ShapeSize size : sizes) {
            SceneKind kind = kinds.get(random.nextInt(kinds.size()));
            ShapeColor color = colors.isEmpty() ? null : colors.get(random.nextInt(colors.size()));
            int turn = kind.turn(random);
            Box box = freeBox(kind.aspect(turn), size.draw(random, side), objects);
            if (box == null) {
                return objects;
            }
            int rgb = color == null ? 0 : color.tint(random);
            objects.add(new SceneObject(kind, color, size, box, rgb, turn));
        }
        return objects;
    }

    /** A box clear of all others, or null. */
    private @Nullable Box freeBox(double aspect, double extent, List<SceneObject> others) {
        double width = extent * Math.min(1, aspect);
        double height = extent / Math.max(1, aspect);
        double border = BORDER * side;
        for (int i = 0; i < TRIES_TO_PLACE; i++) {
            double x = random.nextDouble(border, side - border - width);
            double y = random.nextDouble(border, side - border - height);
            Box box = new Box(round(x), round(y), round(x + width), round(y + height));
            if (others.stream().allMatch(other -> apart(box, other.box()))) {
                return box;
            }
        }
        return null;
    }

    private boolean apart(Box a, Box b) {
        double gap = world.gap() * side;
        return a.x1() > b.x2() + gap
                || b.x1() > a.x2() + gap
                || a.y1() > b.y2() + gap
                || b.y1() > a.y2() + gap;
    }

    /** Two or more of the values. */
    private <T> List<T> some(List<T> values) {
        List<T> left = new ArrayList<>(values);
        int count = random.nextInt(2, Math.min(values.size(), MAX_KINDS) + 1);
        while (left.size() > count) {
            left.remove(random.nextInt(left.size()));
        }
        return left;
    }

    /** Rounds to thousandths of a pixel, so that annotation files contain exactly the drawn box. */
    private static double round(double pixels) {
        return Math.round(pixels * 1000) / 1000.0;
    }
}
