package io.github.pevl.scenes;

/** Regions of an image. */
enum Place {
    LEFT("on the left"),
    RIGHT("on the right"),
    TOP("at the top"),
    BOTTOM("at the bottom"),
    TOP_LEFT("in the top left corner"),
    TOP_RIGHT("in the top right corner"),
    BOTTOM_LEFT("in the bottom left corner"),
    BOTTOM_RIGHT("in the bottom right corner"),
    MIDDLE("in the middle");

    private static final double CORNER = 0.36;
    private static final double CENTER = 0.18;

    private final String words;

    Place(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** How far inside the region the centre of an object lies, in pixels; negative outside. */
    double depth(SceneObject object, int side) {
        double x = object.centerX();
        double y = object.centerY();
        double half = side / 2.0;
        double corner = CORNER * side;
        return switch (this) {
            case LEFT -> half - x;
            case RIGHT -> x - half;
            case TOP -> half - y;
            case BOTTOM -> y - half;
            case TOP_LEFT -> corner - Math.max(x, y);
            case TOP_RIGHT -> corner - Math.max(side - x, y);
            case BOTTOM_LEFT -> corner - Math.max(x, side - y);
            case BOTTOM_RIGHT -> corner - Math.max(side - x, side - y);
            case MIDDLE -> CENTER * side - Math.max(Math.abs(x - half), Math.abs(y - half));
        };
    }
}
