package io.github.pevl.scenes;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The direction of an object as seen from another. */
enum Direction {
    LEFT("left of", -1, 0),
    RIGHT("right of", 1, 0),
    ABOVE("above", 0, -1),
    BELOW("below", 0, 1);

    /** Beyond this slope "above" is more natural than "left of". */
    private static final double MAX_DRIFT = 2;

    private final String words;
    private final int dx;
    private final int dy;

    Direction(String words, int dx, int dy) {
        this.words = words;
        this.dx = dx;
        this.dy = dy;
    }

    /** The words between object and anchor; "left of" has the variant "to the left of". */
    String words(boolean longForm) {
        return longForm && dx != 0 ? "to the " + words : words;
    }

    /** The word by itself, as an answer: "left". */
    String word() {
        return words.replace(" of", "");
    }

    /** The main direction of an object. */
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
     * The candidates in this direction; null if there is a borderline one within the margin, or if
     * another direction is far more natural for one of them.
     *
     * @param margin min difference of positions that counts, in pixels
     */
    @Nullable List<SceneObject> among(
            List<SceneObject> candidates, SceneObject anchor, double margin) {
        if (candidates.stream().anyMatch(it -> Math.abs(offset(it, anchor)) <= margin)) {
            return null;
        }
        List<SceneObject> there =
                candidates.stream().filter(it -> offset(it, anchor) > margin).toList();
        boolean clear =
                there.stream().allMatch(it -> drift(it, anchor) <= MAX_DRIFT * offset(it, anchor));
        return clear ? there : null;
    }

    /** The only candidate in this direction, or null if there is none, several, or doubt. */
    @Nullable SceneObject only(List<SceneObject> candidates, SceneObject anchor, double margin) {
        List<SceneObject> there = among(candidates, anchor, margin);
        return there != null && there.size() == 1 ? there.get(0) : null;
    }

    /** Distance of the centres along this direction, in pixels. */
    double offset(SceneObject object, SceneObject anchor) {
        return dx * (object.centerX() - anchor.centerX())
                + dy * (object.centerY() - anchor.centerY());
    }

    /** Distance of the centres across this direction, in pixels. */
    double drift(SceneObject object, SceneObject anchor) {
        return Math.abs(dy * (object.centerX() - anchor.centerX()))
                + Math.abs(dx * (object.centerY() - anchor.centerY()));
    }
}
