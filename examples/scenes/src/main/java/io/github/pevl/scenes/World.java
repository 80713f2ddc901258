package io.github.pevl.scenes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a generator draws and says: kinds of objects, what can be said of them, and backgrounds. One
 * generator draws all worlds.
 */
public final class World {
    /** Six kinds of shapes in six colours, on faint backgrounds. */
    public static final World SHAPES =
            new World(
                    "shapes",
                    "shape",
                    List.of(ShapeKind.values()),
                    List.of(ShapeColor.values()),
                    Wording.SHAPES,
                    Canvas.FAINT,
                    0.02);

    /** The style that models are trained on: Noto's images. */
    public static final String DEFAULT_STYLE = "noto";

    private static final String EVERYDAY = "everyday";

    /** Of {@value #DEFAULT_STYLE}, and of a style that is only for tests: Twemoji's. */
    private static final List<String> STYLES = List.of(DEFAULT_STYLE, "twemoji");

    private static final Map<String, World> EVERYDAY_BY_STYLE = new ConcurrentHashMap<>();

    private final String name;
    private final String anyKind;
    private final List<SceneKind> kinds;
    private final List<ShapeColor> colors;
    private final Wording wording;
    private final Canvas canvas;
    private final double gap;

    private World(
            String name,
            String anyKind,
            List<? extends SceneKind> kinds,
            List<ShapeColor> colors,
            Wording wording,
            Canvas canvas,
            double gap) {
        this.name = name;
        this.anyKind = anyKind;
        this.kinds = List.copyOf(kinds);
        this.colors = List.copyOf(colors);
        this.wording = wording;
        this.canvas = canvas;
        this.gap = gap;
    }

    /** Hundreds of everyday things, on backgrounds like photographs, in the default style. */
    public static World everyday() {
        return everyday(DEFAULT_STYLE);
    }

    /**
     * The same things, drawn in another style.
     *
     * @param style one of {@link #styles()}
     * @throws IllegalArgumentException listing the styles if there is no such one
     */
    public static World everyday(String style) {
        if (!STYLES.contains(style)) {
            throw new IllegalArgumentException(
                    "There is no style \"%s\" of everyday things; there are %s."
                            .formatted(style, STYLES));
        }
        return EVERYDAY_BY_STYLE.computeIfAbsent(
                style,
                it ->
                        new World(
                                EVERYDAY,
                                "thing",
                                Things.read(it),
                                List.of(),
                                Wording.EVERYDAY,
                                Canvas.PHOTOGRAPHIC,
                                -0.04));
    }

    /**
     * A world by its name, in the default style.
     *
     * @throws IllegalArgumentException listing the names if there is no such one
     */
    public static World named(String name) {
        return switch (name) {
            case "shapes" -> SHAPES;
            case EVERYDAY -> everyday();
            default ->
                    throw new IllegalArgumentException(
                            "There is no world \"%s\"; there are %s.".formatted(name, names()));
        };
    }

    /** The names of all worlds. */
    public static List<String> names() {
        return List.of(SHAPES.name, EVERYDAY);
    }

    /** The styles of everyday things. */
    public static List<String> styles() {
        return STYLES;
    }

    /**
     * The same on faint backgrounds, which are easier: from such scenes a small network first
     * learns to find things.
     */
    public World plain() {
        return canvas == Canvas.FAINT
                ? this
                : new World(name, anyKind, kinds, colors, wording, Canvas.FAINT, gap);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The noun for an object of any kind. */
    public String anyKind() {
        return anyKind;
    }

    /** All kinds of objects, in a fixed order. */
    public List<SceneKind> kinds() {
        return kinds;
    }

    /** The colours of objects; empty if they have colours of their own. */
    public List<ShapeColor> colors() {
        return colors;
    }

    /** What is said of its objects, and how. */
    Wording wording() {
        return wording;
    }

    /** What objects are drawn on. */
    Canvas canvas() {
        return canvas;
    }

    /** Min distance between boxes as a fraction of the side; below 0, boxes may overlap so far. */
    double gap() {
        return gap;
    }

    /** All words of all kinds that a function gives. */
    List<String> words(Function<SceneKind, List<String>> of) {
        return kinds.stream().flatMap(kind -> of.apply(kind).stream()).toList();
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
