package io.github.pevl.scenes;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A kind of objects: its words, and how it is drawn. */
public sealed interface SceneKind permits ShapeKind, Thing {
    /** Its noun, one lower-case word. */
    String word();

    /** Other nouns for it, a word each; no two kinds of a world share one. */
    List<String> synonyms();

    /** The noun of several; empty if the noun cannot be counted. */
    Optional<String> plural();

    /** The noun with its indefinite article, if it takes one: "a star". */
    String indefinite();

    /** A random rotation in degrees; always 0 where objects of the kind stand upright. */
    int turn(SplittableRandom random);

    /**
     * Width divided by height of the box.
     *
     * @param turn rotation in degrees
     */
    double aspect(int turn);

    /** Draws an object of this kind so that it touches all four edges of its box. */
    void paint(Graphics2D g, SceneObject object);
}
