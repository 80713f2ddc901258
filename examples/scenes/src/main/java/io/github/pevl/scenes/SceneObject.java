package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object in a scene.
 *
 * @param kind what it is
 * @param color its colour by name; null if the kind has colours of its own
 * @param size its size class
 * @param box its exact extent in pixels, in thousandths
 * @param rgb its shade of the colour, 0xRRGGBB; 0 without a colour
 * @param turn its rotation in degrees
 */
public record SceneObject(
        SceneKind kind, @Nullable ShapeColor color, ShapeSize size, Box box, int rgb, int turn) {
    public SceneObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(box, "box");
    }

    /** The word for its colour, where the world has colours. */
    String colorWord() {
        return Objects.requireNonNull(color, "an object of this kind has no colour").word();
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
