package io.github.pevl.scenes;

/** Superlatives: the respect in which an object exceeds all others of a group. */
enum Extreme {
    LEFT("farthest to the left"),
    RIGHT("farthest to the right"),
    HIGHEST("highest"),
    LOWEST("lowest"),
    LARGEST("largest"),
    SMALLEST("smallest");

    /** Min ratio of sizes. */
    private static final double SIZE_RATIO = 1.2;

    private final String words;

    Extreme(String words) {
        this.words = words;
    }

    boolean ofSize() {
        return this == LARGEST || this == SMALLEST;
    }

    String text(Description group) {
        return switch (this) {
            case LEFT, RIGHT -> "the " + group.text() + " " + words;
            default -> "the " + words + " " + group.text();
        };
    }

    /**
     * Whether an object clearly exceeds another. Centres must differ by a margin in pixels, and the
     * outer edges must agree, since a large and a small shape could otherwise both be the higher.
     */
    boolean surpasses(SceneObject a, SceneObject b, double margin) {
        return switch (this) {
            case LEFT -> b.centerX() - a.centerX() > margin && a.box().x1() < b.box().x1();
            case RIGHT -> a.centerX() - b.centerX() > margin && a.box().x2() > b.box().x2();
            case HIGHEST -> b.centerY() - a.centerY() > margin && a.box().y1() < b.box().y1();
            case LOWEST -> a.centerY() - b.centerY() > margin && a.box().y2() > b.box().y2();
            case LARGEST -> a.extent() > SIZE_RATIO * b.extent();
            case SMALLEST -> b.extent() > SIZE_RATIO * a.extent();
        };
    }
}
