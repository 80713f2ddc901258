package io.github.pevl.cli.draw;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * An arrow from box to box. It is bent to one side, so that two arrows of opposite directions lie
 * apart, and leaves the boxes themselves free.
 *
 * @param line its shaft
 * @param head its head, to be filled
 * @param points along it, from its begin to its tip
 */
record ArrowShape(Shape line, Shape head, List<Point2D> points) {

    private static final int STEPS = 100;

    /** Of the way; enough to keep labels of opposite arrows apart. */
    private static final double BEND = 0.18;

    /**
     * An arrow.
     *
     * @param headLength in the boxes' unit
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

    /** From centre to centre; if both nearly agree, from edge to edge. */
    private static List<Point2D> curve(Rectangle2D from, Rectangle2D to, double least) {
        Point2D start = new Point2D.Double(from.getCenterX(), from.getCenterY());
        Point2D end = new Point2D.Double(to.getCenterX(), to.getCenterY());
        if (start.distance(end) < least) {
            end = new Point2D.Double(to.getMaxX(), to.getMaxY());
            start =
                    new Point2D.Double(
                            Math.min(from.getMinX(), end.getX() - least),
                            Math.min(from.getMinY(), end.getY() - least));
        }
        double dx = end.getX() - start.getX();
        double dy = end.getY() - start.getY();
        // A quadratic curve goes half as far aside as its control point.
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

    /** The part outside both boxes; where one box holds all of it, that box does not count. */
    private static List<Point2D> visible(List<Point2D> points, Rectangle2D from, Rectangle2D to) {
        int last = points.size() - 1;
        int begin = 0;
        while (begin < last && from.contains(points.get(begin))) {
            begin++;
        }
        if (begin == last) {
            begin = 0;
        }
        int end = last;
        while (end > begin && to.contains(points.get(end))) {
            end--;
        }
        if (end == begin) {
            end = last;
        }
        return points.subList(begin, end + 1);
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
