package io.github.pevl.scenes;

/** Where an object lies, seen from another one. */
enum Direction {
    LEFT("left of", -1, 0),
    RIGHT("right of", 1, 0),
    ABOVE("above", 0, -1),
    BELOW("below", 0, 1);

    private final String words;
    private final int dx;
    private final int dy;

    Direction(String words, int dx, int dy) {
        this.words = words;
        this.dx = dx;
        this.dy = dy;
    }

    /** The words between object and anchor; "left of" may also be said as "to the left of". */
    String words(boolean longForm) {
        return longForm && dx != 0 ? "to the " + words : words;
    }

    /** How far the object's centre lies from the anchor's in this direction, in pixels. */
    double offset(SceneObject object, SceneObject anchor) {
        return dx * (object.centerX() - anchor.centerX())
                + dy * (object.centerY() - anchor.centerY());
    }

    /** How far the object's centre lies off to either side of this direction, in pixels. */
    double drift(SceneObject object, SceneObject anchor) {
        return Math.abs(dy * (object.centerX() - anchor.centerX()))
                + Math.abs(dx * (object.centerY() - anchor.centerY()));
    }
}
