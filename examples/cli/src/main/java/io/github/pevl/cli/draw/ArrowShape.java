package io.github.pevl.cli.draw;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * An arrow from box to box. It bends to one side, so that two arrows in opposite directions do not
 * overlap, and covers neither box.
 *
 * @param line its shaft
 * @param head its head, to be filled
 * @param points along it, from start to tip
 */
record ArrowShape(Shape line, Shape head, List<Point2D> points) {

    private static final int STEPS = 100;

    /** Fraction of the distance; enough to keep the labels of opposite arrows apart. */
    private static final double BEND = 0.18;

    /**
     * An arrow.
     *
     * @param headLength in the unit of the boxes
     */
    static ArrowShape between(Rectangle2D from, Rectangle2D to, double headLength) {
        List<Point2D> points = visible(curve(from, to, 2 * headLength), from, to);
        Point2D tip = points.get(points.size() - 1);
        int shaft = points.size() - 1;
        while (shaft > 0 && points.get(shaft).distance(tip) < headLength) {
            shaft--;
        }
        Path2D line = new Path2D.Double();
        line.moveTo(points.get(0).getX(), points.get(0).getY());
        // The head lies over the end of the line.
        points.subList(1, Math.min(points.size(), shaft + 2))
                .forEach(point -> line.lineTo(point.getX(), point.getY()));
        return new ArrowShape(line, head(points.get(shaft), tip, headLength), points);
    }

    /** From centre to centre; from edge to edge where the centres nearly coincide. */
    private static List<Point2D> curve(Rectangle2D from, Rectangle2D to, double min) {
        Point2D start = new Point2D.Double(from.getCenterX(), from.getCenterY());
        Point2D end = new Point2D.Double(to.getCenterX(), to.getCenterY());
        if (start.distance(end) < min) {
            end = new Point2D.Double(to.getMaxX(), to.getMaxY());
            start =
                    new Point2D.Double(
                            Math.min(from.getMinX(), end.getX() - min),
                            Math.min(from.getMinY(), end.getY() - min));
        }
        double dx = end.getX() - start.getX();
        double dy = end.getY() - start.getY();
        // A quadratic curve bends half as far as its control point lies aside.
        double controlX = (start.getX() + end.getX()) / 2 - 2 * BEND * dy;
        double controlY = (start.getY() + end.getY()) / 2 + 2 * BEND * dx;
        List<Point2D> points = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            points.add(
                    at(
                            new QuadCurve2D.Double(
                                    start.getX(),
                                    start.getY(),
                                    controlX,
                                    controlY,
                                    end.getX(),
                                    end.getY()),
                            (double) i / STEPS));
        }
        return points;
    }

    private static Point2D at(QuadCurve2D curve, double t) {
        double a = (1 - t) * (1 - t);
        double b = 2 * t * (1 - t);
        double c = t * t;
        return new Point2D.Double(
                a * curve.getX1() + b * curve.getCtrlX() + c * curve.getX2(),
                a * curve.getY1() + b * curve.getCtrlY() + c * curve.getY2());
    }

    /** The part outside both boxes; a box that contains all of the curve is ignored. */
    private static List<Point2D> visible(List<Point2D> points, Rectangle2D from, Rectangle2D to) {
        int last = points.size() - 1;
        int start = 0;
        while (start < last && from.contains(points.get(start))) {
            start++;
        }
        if (start == last) {
            start = 0;
        }
        int end = last;
        while (end > start && to.contains(points.get(end))) {
            end--;
        }
        if (end == start) {
            end = last;
        }
        return points.subList(start, end + 1);
    }

    private static Shape head(Point2D base, Point2D tip, double length) {
        double way = Math.max(base.distance(tip), 1e-6);
        double dx = (tip.getX() - base.getX()) / way * length;
        double dy = (tip.getY() - base.getY()) / way * length;
        Path2D head = new Path2D.Double();
        head.moveTo(tip.getX(), tip.getY());
        head.lineTo(tip.getX() - dx - dy / 2, tip.getY() - dy + dx / 2);
        head.lineTo(tip.getX() - dx + dy / 2, tip.getY() - dy - dx / 2);
        head.closePath();
        return head;
    }
}
