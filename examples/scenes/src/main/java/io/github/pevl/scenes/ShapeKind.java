package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** The kinds of shapes. Each is an outline that touches all four edges of its box. */
public enum ShapeKind implements SceneKind {
    CIRCLE(new Ellipse2D.Double(0, 0, 1, 1)),
    SQUARE(new Rectangle2D.Double(0, 0, 1, 1)),
    TRIANGLE(polygon(0, -1, 1.1547, 1, -1.1547, 1)),
    STAR(star()),
    DIAMOND(polygon(0, -1, 0.78, 0, 0, 1, -0.78, 0)),
    CROSS(polygon(1, 0, 2, 0, 2, 1, 3, 1, 3, 2, 2, 2, 2, 3, 1, 3, 1, 2, 0, 2, 0, 1, 1, 1));

    /** How much lighter the top, and darker the bottom, of a shape is, as a fraction. */
    private static final double SHADE = 0.07;

    private final Shape outline;

    ShapeKind(Shape outline) {
        this.outline = outline;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> synonyms() {
        return List.of();
    }

    @Override
    public Optional<String> plural() {
        return Optional.of(this == CROSS ? "crosses" : word() + "s");
    }

    @Override
    public String indefinite() {
        return "a " + word();
    }

    /** Upright: a rotated square would be a diamond. */
    @Override
    public int turn(SplittableRandom random) {
        return 0;
    }

    @Override
    public double aspect(int turn) {
        Rectangle2D bounds = outline.getBounds2D();
        return bounds.getWidth() / bounds.getHeight();
    }

    @Override
    public void paint(Graphics2D g, SceneObject object) {
        g.setPaint(shading(object));
        g.fill(outlineIn(object.box()));
    }

    private static GradientPaint shading(SceneObject object) {
        float x = (float) object.centerX();
        return new GradientPaint(
                x,
                (float) object.box().y1(),
                shade(object.rgb(), 1 + SHADE),
                x,
                (float) object.box().y2(),
                shade(object.rgb(), 1 - SHADE));
    }

    private static Color shade(int rgb, double factor) {
        return new Color(
                shadeChannel(rgb >> 16, factor),
                shadeChannel(rgb >> 8, factor),
                shadeChannel(rgb, factor));
    }

    private static int shadeChannel(int value, double factor) {
        return (int) Math.min(255, Math.round((value & 0xFF) * factor));
    }

    /** The outline, scaled to fill a box exactly. */
    private Shape outlineIn(Box box) {
        Rectangle2D bounds = outline.getBounds2D();
        AffineTransform map = AffineTransform.getTranslateInstance(box.x1(), box.y1());
        map.scale(
                (box.x2() - box.x1()) / bounds.getWidth(),
                (box.y2() - box.y1()) / bounds.getHeight());
        map.translate(-bounds.getX(), -bounds.getY());
        return map.createTransformedShape(outline);
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Shape star() {
        double[] xy = new double[20];
        for (int i = 0; i < 10; i++) {
            // A little more than the pentagram's 0.38, so that a small star is not too thin.
            double radius = i % 2 == 0 ? 1 : 0.44;
            double angle = StrictMath.PI * (i / 5.0 - 0.5);
            xy[2 * i] = radius * StrictMath.cos(angle);
            xy[2 * i + 1] = radius * StrictMath.sin(angle);
        }
        return polygon(xy);
    }
}
