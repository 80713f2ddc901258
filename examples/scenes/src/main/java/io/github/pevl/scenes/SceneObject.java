package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.util.Objects;

/**
 * One shape in a scene.
 *
 * @param kind its outline
 * @param color its colour by name
 * @param size its size class
 * @param box its exact extent in pixels, in thousandths
 * @param rgb its shade of the colour, 0xRRGGBB
 */
public record SceneObject(ShapeKind kind, ShapeColor color, ShapeSize size, Box box, int rgb) {
    public SceneObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(color, "color");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(box, "box");
    }

    double centerX() {
        return (box.x1() + box.x2()) / 2;
    }

    double centerY() {
        return (box.y1() + box.y2()) / 2;
    }

    /** The longer side of the box in pixels. */
    double extent() {
        return Math.max(box.x2() - box.x1(), box.y2() - box.y1());
    }
}
