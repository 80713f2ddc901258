package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses the objects of a scene and places them. */
final class SceneLayout {
    private static final double SHARE_OF_SINGLES = 0.04;
    private static final double SHARE_OF_LARGE = 0.45;

    /**
     * Min distances between boxes, and from a box to the image's edge, as fractions of the side.
     */
    private static final double GAP = 0.02;

    private static final double BORDER = 0.01;

    private static final int TRIES_TO_PLACE = 60;

    private final SplittableRandom random;
    private final int side;

    private SceneLayout(SplittableRandom random, int side) {
        this.random = random;
        this.side = side;
    }

    static List<SceneObject> draw(SplittableRandom random, int side, int maxObjects) {
        SceneLayout layout = new SceneLayout(random, side);
        int count = layout.count(maxObjects);
        // A scene uses only some kinds and colours, since look-alikes make expressions hard.
        List<ShapeKind> kinds = layout.some(ShapeKind.values());
        List<ShapeColor> colors = layout.some(ShapeColor.values());
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
            int count, List<ShapeKind> kinds, List<ShapeColor> colors, double shareOfLarge) {
        List<ShapeSize> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(random.nextDouble() < shareOfLarge ? ShapeSize.LARGE : ShapeSize.SMALL);
        }
        sizes.sort(Collections.reverseOrder()); // the large ones need room first
        List<SceneObject> objects = new ArrayList<>();
        for (ShapeSize size : sizes) {
            ShapeKind kind = kinds.get(random.nextInt(kinds.size()));
            ShapeColor color = colors.get(random.nextInt(colors.size()));
            Box box = freeBox(kind, size.draw(random, side), objects);
            if (box == null) {
                return objects;
            }
            objects.add(new SceneObject(kind, color, size, box, color.tint(random)));
        }
        return objects;
    }

    /** A box clear of all others, or null. */
    private Box freeBox(ShapeKind kind, double extent, List<SceneObject> others) {
        double width = extent * Math.min(1, kind.aspect());
        double height = extent / Math.max(1, kind.aspect());
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
        double gap = GAP * side;
        return a.x1() > b.x2() + gap
                || b.x1() > a.x2() + gap
                || a.y1() > b.y2() + gap
                || b.y1() > a.y2() + gap;
    }

    /** Two or more of the values. */
    private <T> List<T> some(T[] values) {
        List<T> left = new ArrayList<>(List.of(values));
        int count = random.nextInt(2, values.length + 1);
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
