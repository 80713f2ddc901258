package io.github.pevl.scenes;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where an object lies, seen from another one. */
enum Direction {
    LEFT("left of", -1, 0),
    RIGHT("right of", 1, 0),
    ABOVE("above", 0, -1),
    BELOW("below", 0, 1);

    /** Beyond this slope, "above" would be the plainer word than "left of". */
    private static final double MOST_DRIFT = 2;

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

    /** The word by itself, as an answer: "left". */
    String word() {
        return words.replace(" of", "");
    }

    /** The direction that an object lies in most of all. */
    static Direction nearest(SceneObject object, SceneObject anchor) {
        return Stream.of(values())
                .max(Comparator.comparingDouble(it -> it.offset(object, anchor)))
                .orElseThrow();
    }

    Direction opposite() {
        return switch (this) {
            case LEFT -> RIGHT;
            case RIGHT -> LEFT;
            case ABOVE -> BELOW;
            case BELOW -> ABOVE;
        };
    }

    boolean sideways() {
        return dx != 0;
    }

    /**
     * The only one of the candidates that lies in this direction, or null: where there is none,
     * more than one, any nearer than the margin to lying on neither side, or where another
     * direction is by far the plainer word.
     *
     * @param margin how far, in pixels, positions must differ to count as different
     */
    SceneObject only(List<SceneObject> candidates, SceneObject anchor, double margin) {
        if (candidates.stream().anyMatch(it -> Math.abs(offset(it, anchor)) <= margin)) {
            return null;
        }
        List<SceneObject> there =
                candidates.stream().filter(it -> offset(it, anchor) > margin).toList();
        if (there.size() != 1) {
            return null;
        }
        SceneObject only = there.get(0);
        return drift(only, anchor) <= MOST_DRIFT * offset(only, anchor) ? only : null;
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
