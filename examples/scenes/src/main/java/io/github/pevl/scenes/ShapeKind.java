package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** The kinds of shapes. Each is an outline that touches all four edges of its box. */
public enum ShapeKind {
    CIRCLE(new Ellipse2D.Double(0, 0, 1, 1)),
    SQUARE(new Rectangle2D.Double(0, 0, 1, 1)),
    TRIANGLE(polygon(0, -1, 1.1547, 1, -1.1547, 1)),
    STAR(star()),
    DIAMOND(polygon(0, -1, 0.78, 0, 0, 1, -0.78, 0)),
    CROSS(polygon(1, 0, 2, 0, 2, 1, 3, 1, 3, 2, 2, 2, 2, 3, 1, 3, 1, 2, 0, 2, 0, 1, 1, 1));

    private final Shape outline;

    ShapeKind(Shape outline) {
        this.outline = outline;
    }

    /** Its word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Width divided by height of the box. */
    double aspect() {
        Rectangle2D bounds = outline.getBounds2D();
        return bounds.getWidth() / bounds.getHeight();
    }

    /** The outline, scaled to fill a box exactly. */
    Shape outlineIn(Box box) {
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
