package io.github.pevl.cli.draw;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Places labels: inside the image, clear of other labels and boxes, near their own box. Each
 * candidate position has a cost, and the cheapest wins.
 */
final class LabelLayout {

    /** Of covering any part of a label. */
    private static final double LABEL_COST = 30;

    private static final double BOX_COST = 8;
    private static final double OWN_BOX_COST = 3;

    /** Of the distance across the whole image. */
    private static final double DISTANCE_COST = 25;

    /** Of covering a whole arrow; part of it costs much less. */
    private static final double ARROW_COST = 8;

    private static final double BESIDE_ARROW_COST = 1.5;
    private static final double TIP_COST = 4;

    /** Of covering any part of another arrow: a label on a line seems to belong to it. */
    private static final double OTHER_ARROW_COST = 3;

    /** Of the distance from the middle of an arrow to its end. */
    private static final double ARROW_END_COST = 3;

    /** Tenths of an arrow at which its label may stand, the middle first. */
    private static final int[] TENTHS = {5, 4, 6, 3, 7, 2, 8};

    private static final double ROUNDING = 1e-6;

    private final int width;
    private final int height;
    private final double gap;
    private final List<Rectangle2D> boxes;
    private final List<List<Point2D>> arrows;
    private final List<Rectangle2D> labels = new ArrayList<>();

    /**
     * Starts an image.
     *
     * @param gap between a box and its label
     * @param boxes all boxes that get labels
     * @param arrows points along each arrow, the tip last
     */
    LabelLayout(
            int width,
            int height,
            double gap,
            List<Rectangle2D> boxes,
            List<List<Point2D>> arrows) {
        this.width = width;
        this.height = height;
        this.gap = gap;
        this.boxes = List.copyOf(boxes);
        this.arrows = List.copyOf(arrows);
    }

    /** Places the label of a box; later labels avoid it. */
    Rectangle2D place(Rectangle2D box, double labelWidth, double labelHeight) {
        return take(cheapest(candidates(box, labelWidth, labelHeight), place -> cost(place, box)));
    }

    /**
     * Places the label of an arrow: on it or beside it, so that enough of the arrow stays visible;
     * where that is all covered, anywhere.
     *
     * @param points one of the arrows
     */
    Rectangle2D placeAlong(List<Point2D> points, double labelWidth, double labelHeight) {
        List<Rectangle2D> places = new ArrayList<>();
        for (int tenth : TENTHS) {
            Point2D point = points.get((points.size() - 1) * tenth / 10);
            double x = point.getX() - labelWidth / 2;
            double y = point.getY() - labelHeight / 2;
            double sideways = labelWidth / 2 + gap;
            double upright = labelHeight / 2 + gap;
            places.add(inside(x, y, labelWidth, labelHeight));
            places.add(inside(x, y - upright, labelWidth, labelHeight));
            places.add(inside(x, y + upright, labelWidth, labelHeight));
            places.add(inside(x - sideways, y, labelWidth, labelHeight));
            places.add(inside(x + sideways, y, labelWidth, labelHeight));
        }
        Rectangle2D best = cheapest(places, place -> cost(place, points));
        if (labels.stream().noneMatch(best::intersects)) {
            return take(best);
        }
        return place(middle(points), labelWidth, labelHeight);
    }

    /** The point halfway along an arrow, as an empty rectangle. */
    static Rectangle2D middle(List<Point2D> points) {
        Point2D middle = points.get(points.size() / 2);
        return new Rectangle2D.Double(middle.getX(), middle.getY(), 0, 0);
    }

    private Rectangle2D take(Rectangle2D place) {
        labels.add(place);
        return place;
    }

    /** The first of equal costs. */
    private static Rectangle2D cheapest(
            List<Rectangle2D> places, ToDoubleFunction<Rectangle2D> cost) {
        return Collections.min(places, Comparator.comparingDouble(cost));
    }

    /** The usual positions around the box, best first, then a grid over the image. */
    private List<Rectangle2D> candidates(Rectangle2D box, double w, double h) {
        double left = box.getMinX();
        double right = box.getMaxX() - w;
        double above = box.getMinY() - h - gap;
        double below = box.getMaxY() + gap;
        double before = box.getMinX() - w - gap;
        double after = box.getMaxX() + gap;
        double middle = box.getCenterX() - w / 2;
        double halfway = box.getCenterY() - h / 2;
        double[][] corners = {
            {left, above},
            {right, above},
            {middle, above},
            {left, below},
            {right, below},
            {middle, below},
            {after, box.getMinY()},
            {before, box.getMinY()},
            {after, halfway},
            {before, halfway},
            {left + gap, box.getMinY() + gap},
            {left + gap, box.getMaxY() - h - gap}
        };
        List<Rectangle2D> candidates = new ArrayList<>();
        for (double[] corner : corners) {
            candidates.add(inside(corner[0], corner[1], w, h));
        }
        for (double y = 0; y <= height - h; y += h / 2) {
            for (double x = 0; x <= width - w; x += w / 4) {
                candidates.add(new Rectangle2D.Double(x, y, w, h));
            }
        }
        return candidates;
    }

    private Rectangle2D inside(double x, double y, double w, double h) {
        double clampedX = Math.max(0, Math.min(x, width - w));
        double clampedY = Math.max(0, Math.min(y, height - h));
        return new Rectangle2D.Double(clampedX, clampedY, w, h);
    }

    private double cost(Rectangle2D place, Rectangle2D own) {
        double away = Math.max(0, distance(place, own) - gap - ROUNDING);
        double cost =
                away / Math.hypot(width, height) * DISTANCE_COST + costOfOthers(place, List.of());
        for (Rectangle2D box : boxes) {
            boolean isOwn = box.equals(own);
            cost += (isOwn ? OWN_BOX_COST : BOX_COST) * covered(place, box);
        }
        return cost;
    }

    private double cost(Rectangle2D place, List<Point2D> arrow) {
        double hidden = arrow.stream().filter(place::contains).count();
        double share = hidden / arrow.size();
        Point2D start = arrow.get(0);
        Point2D tip = arrow.get(arrow.size() - 1);
        Rectangle2D middle = middle(arrow);
        double away =
                Math.hypot(place.getCenterX() - middle.getX(), place.getCenterY() - middle.getY());
        double cost = hidden > 0 ? ARROW_COST * share * share : BESIDE_ARROW_COST;
        cost += costOfOthers(place, arrow);
        cost += ARROW_END_COST * 2 * away / Math.max(1, start.distance(tip));
        cost += costOfTip(place, arrow);
        for (Rectangle2D box : boxes) {
            cost += covered(place, box);
        }
        return cost;
    }

    private static double costOfTip(Rectangle2D place, List<Point2D> arrow) {
        return place.contains(arrow.get(arrow.size() - 1)) ? TIP_COST : 0;
    }

    /** Of the labels and arrows there, without the label's own arrow. */
    private double costOfOthers(Rectangle2D place, List<Point2D> own) {
        double cost = 0;
        for (Rectangle2D label : labels) {
            if (place.intersects(label)) {
                cost += LABEL_COST + LABEL_COST * covered(place, label);
            }
        }
        for (List<Point2D> arrow : arrows) {
            if (arrow != own && arrow.stream().anyMatch(place::contains)) {
                cost += OTHER_ARROW_COST + costOfTip(place, arrow);
            }
        }
        return cost;
    }

    /** The fraction of the smaller rectangle that the other covers, 0 to 1. */
    private static double covered(Rectangle2D a, Rectangle2D b) {
        Rectangle2D shared = a.createIntersection(b);
        if (shared.isEmpty()) {
            return 0;
        }
        return area(shared) / Math.max(1, Math.min(area(a), area(b)));
    }

    private static double area(Rectangle2D r) {
        return r.getWidth() * r.getHeight();
    }

    /** The distance between two rectangles; 0 if they touch. */
    static double distance(Rectangle2D a, Rectangle2D b) {
        double dx = Math.max(a.getMinX() - b.getMaxX(), b.getMinX() - a.getMaxX());
        double dy = Math.max(a.getMinY() - b.getMaxY(), b.getMinY() - a.getMaxY());
        return Math.hypot(Math.max(0, dx), Math.max(0, dy));
    }
}
