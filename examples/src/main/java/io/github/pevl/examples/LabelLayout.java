package io.github.pevl.examples;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds places for labels: inside the picture, off other labels and boxes, near the own box. Each
 * place that comes into question has a price, and the cheapest is taken.
 */
final class LabelLayout {

    /** Even a bit of it. */
    private static final double PRICE_OF_A_LABEL = 30;

    private static final double PRICE_OF_BOXES = 8;
    private static final double PRICE_OF_OWN_BOX = 3;

    /** Across the whole picture. */
    private static final double PRICE_OF_WAY = 25;

    private static final double ROUNDING = 1e-6;

    private final int width;
    private final int height;
    private final double gap;
    private final List<Rectangle2D> boxes;
    private final List<Rectangle2D> labels = new ArrayList<>();

    /**
     * Begins a picture.
     *
     * @param gap between a box and its label
     * @param boxes all that will get labels
     */
    LabelLayout(int width, int height, double gap, List<Rectangle2D> boxes) {
        this.width = width;
        this.height = height;
        this.gap = gap;
        this.boxes = List.copyOf(boxes);
    }

    /** Takes a place for the label of a box; it is kept free of later labels. */
    Rectangle2D place(Rectangle2D box, double labelWidth, double labelHeight) {
        Rectangle2D best = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (Rectangle2D candidate : candidates(box, labelWidth, labelHeight)) {
            double price = price(candidate, box);
            if (price < lowest) {
                lowest = price;
                best = candidate;
            }
        }
        labels.add(best);
        return best;
    }

    /** First the usual places around the box, best liked first, then all over the picture. */
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
        double price = away / Math.hypot(width, height) * PRICE_OF_WAY;
        for (Rectangle2D label : labels) {
            if (place.intersects(label)) {
                price += PRICE_OF_A_LABEL + PRICE_OF_A_LABEL * covered(place, label);
            }
        }
        for (Rectangle2D box : boxes) {
            boolean isOwn = box.equals(own);
            price += (isOwn ? PRICE_OF_OWN_BOX : PRICE_OF_BOXES) * covered(place, box);
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
