package io.github.pevl.cli.draw;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds places for labels: inside the image, off other labels and boxes, near the own box. Each
 * place that comes into question has a price, and the cheapest is taken.
 */
final class LabelLayout {

    /** Even a bit of it. */
    private static final double PRICE_OF_A_LABEL = 30;

    private static final double PRICE_OF_BOXES = 8;
    private static final double PRICE_OF_OWN_BOX = 3;

    /** Across the whole image. */
    private static final double PRICE_OF_WAY = 25;

    /** All of it; much less for a part of it. */
    private static final double PRICE_OF_ARROW = 8;

    private static final double PRICE_BESIDE_ARROW = 1.5;
    private static final double PRICE_OF_TIP = 4;

    /** Even a bit of it: a label on a line seems to belong to it. */
    private static final double PRICE_OF_OTHER_ARROW = 3;

    /** From the middle of an arrow to its end. */
    private static final double PRICE_OF_ENDS = 3;

    /** Where labels of arrows may stand, the middle first. */
    private static final int[] TENTHS = {5, 4, 6, 3, 7, 2, 8};

    private static final double ROUNDING = 1e-6;

    private final int width;
    private final int height;
    private final double gap;
    private final List<Rectangle2D> boxes;
    private final List<List<Point2D>> arrows;
    private final List<Rectangle2D> labels = new ArrayList<>();

    /**
     * Begins an image.
     *
     * @param gap between a box and its label
     * @param boxes all that will get labels
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

    /** Takes a place for the label of a box; it is kept free of later labels. */
    Rectangle2D place(Rectangle2D box, double labelWidth, double labelHeight) {
        return take(cheapest(candidates(box, labelWidth, labelHeight), place -> price(place, box)));
    }

    /**
     * Takes a place for the label of an arrow: on it or beside it, so that enough of it is still
     * seen; if all that is taken, anywhere.
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
        Rectangle2D best = cheapest(places, place -> price(place, points));
        if (labels.stream().noneMatch(best::intersects)) {
            return take(best);
        }
        return place(middle(points), labelWidth, labelHeight);
    }

    /** Half way along an arrow, as an empty rectangle. */
    static Rectangle2D middle(List<Point2D> points) {
        Point2D middle = points.get(points.size() / 2);
        return new Rectangle2D.Double(middle.getX(), middle.getY(), 0, 0);
    }

    private Rectangle2D take(Rectangle2D place) {
        labels.add(place);
        return place;
    }

    /** Of equal prices the first. */
    private static Rectangle2D cheapest(
            List<Rectangle2D> places, ToDoubleFunction<Rectangle2D> price) {
        return Collections.min(places, Comparator.comparingDouble(price));
    }

    /** First the usual places around the box, best liked first, then all over the image. */
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

    private double price(Rectangle2D place, Rectangle2D own) {
        double away = Math.max(0, distance(place, own) - gap - ROUNDING);
        double price =
                away / Math.hypot(width, height) * PRICE_OF_WAY + priceOfOthers(place, List.of());
        for (Rectangle2D box : boxes) {
            boolean isOwn = box.equals(own);
            price += (isOwn ? PRICE_OF_OWN_BOX : PRICE_OF_BOXES) * covered(place, box);
        }
        return price;
    }

    private double price(Rectangle2D place, List<Point2D> arrow) {
        double hidden = arrow.stream().filter(place::contains).count();
        double share = hidden / arrow.size();
        Point2D begin = arrow.get(0);
        Point2D tip = arrow.get(arrow.size() - 1);
        Rectangle2D middle = middle(arrow);
        double away =
                Math.hypot(place.getCenterX() - middle.getX(), place.getCenterY() - middle.getY());
        double price = hidden > 0 ? PRICE_OF_ARROW * share * share : PRICE_BESIDE_ARROW;
        price += priceOfOthers(place, arrow);
        price += PRICE_OF_ENDS * 2 * away / Math.max(1, begin.distance(tip));
        price += priceOfTip(place, arrow);
        for (Rectangle2D box : boxes) {
            price += covered(place, box);
        }
        return price;
    }

    private static double priceOfTip(Rectangle2D place, List<Point2D> arrow) {
        return place.contains(arrow.get(arrow.size() - 1)) ? PRICE_OF_TIP : 0;
    }

    /** What labels and arrows lie there, but for a label's own arrow. */
    private double priceOfOthers(Rectangle2D place, List<Point2D> own) {
        double price = 0;
        for (Rectangle2D label : labels) {
            if (place.intersects(label)) {
                price += PRICE_OF_A_LABEL + PRICE_OF_A_LABEL * covered(place, label);
            }
        }
        for (List<Point2D> arrow : arrows) {
            if (arrow != own && arrow.stream().anyMatch(place::contains)) {
                price += PRICE_OF_OTHER_ARROW + priceOfTip(place, arrow);
            }
        }
        return price;
    }

    /** The share of the smaller one of two that lies under the other, 0 to 1. */
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

    /** How far apart two rectangles are; 0 if they touch. */
    static double distance(Rectangle2D a, Rectangle2D b) {
        double dx = Math.max(a.getMinX() - b.getMaxX(), b.getMinX() - a.getMaxX());
        double dy = Math.max(a.getMinY() - b.getMaxY(), b.getMinY() - a.getMaxY());
        return Math.hypot(Math.max(0, dx), Math.max(0, dy));
    }
}
