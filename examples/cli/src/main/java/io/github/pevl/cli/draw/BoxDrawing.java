package io.github.pevl.cli.draw;

import io.github.pevl.text.Box;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws boxes and arrows with labels that are legible on any background: lines have a contrasting
 * outline, labels a filled background.
 */
final class BoxDrawing {

    private static final float LINE = 3;
    private static final float OUTLINE = 1.5f;
    private static final float ARROW = 2;
    private static final float HEAD = 13;
    private static final float FONT = 16;
    private static final float ARROW_FONT = 13;
    private static final float PADDING = 4;
    private static final int MAX_LINES = 3;

    private final Graphics2D g;
    private final int width;
    private final int height;
    private final float unit;

    /**
     * Starts an image.
     *
     * @param g draws on the image, which spans (0, 0) to ({@code width}, {@code height})
     * @param unit pixels for a size of 1
     */
    BoxDrawing(Graphics2D g, int width, int height, float unit) {
        this.g = g;
        this.width = width;
        this.height = height;
        this.unit = unit;
    }

    /**
     * Draws marks and arrows.
     *
     * @param scale pixels of this image for a pixel of the marks' boxes
     */
    void draw(Drawing drawing, double scale) {
        List<Rectangle2D> boxes =
                drawing.marks().stream().map(mark -> onCanvas(mark.box(), scale)).toList();
        for (int i = 0; i < boxes.size(); i++) {
            outlined(boxes.get(i), Palette.color(i), LINE);
        }
        List<ArrowShape> arrows =
                drawing.arrows().stream().map(arrow -> shape(arrow, boxes)).toList();
        for (int i = 0; i < arrows.size(); i++) {
            draw(arrows.get(i), Palette.color(drawing.arrows().get(i).from()));
        }
        List<List<Point2D>> lines = arrows.stream().map(ArrowShape::points).toList();
        LabelLayout layout = new LabelLayout(width, height, 2 * LINE * unit, boxes, lines);
        List<Runnable> plates = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            Plate plate = new Plate(drawing.marks().get(i).label(), FONT, Palette.color(i));
            plates.add(beside(boxes.get(i), plate, layout));
        }
        for (int i = 0; i < arrows.size(); i++) {
            Drawing.Arrow arrow = drawing.arrows().get(i);
            Plate plate = new Plate(arrow.label(), ARROW_FONT, Palette.color(arrow.from()));
            plates.add(along(lines.get(i), plate, layout));
        }
        plates.forEach(Runnable::run); // last, so that no line crosses a label
    }

    private ArrowShape shape(Drawing.Arrow arrow, List<Rectangle2D> boxes) {
        return ArrowShape.between(boxes.get(arrow.from()), boxes.get(arrow.to()), HEAD * unit);
    }

    private void draw(ArrowShape arrow, Color color) {
        outlined(arrow.line(), color, ARROW);
        g.setColor(color);
        g.fill(arrow.head());
        g.setColor(Palette.contrast(color));
        g.setStroke(new BasicStroke(OUTLINE * unit));
        g.draw(arrow.head());
    }

    /** The box, moved inside the image far enough that its whole line is visible. */
    private Rectangle2D onCanvas(Box box, double scale) {
        double margin = (LINE / 2 + OUTLINE) * unit;
        double x1 = clamp(box.x1() * scale, margin, width - margin);
        double y1 = clamp(box.y1() * scale, margin, height - margin);
        double x2 = clamp(box.x2() * scale, margin, width - margin);
        double y2 = clamp(box.y2() * scale, margin, height - margin);
        return new Rectangle2D.Double(x1, y1, x2 - x1, y2 - y1);
    }

    private static double clamp(double value, double min, double max) {
        return Math.max(min, Math.min(value, max));
    }

    private void outlined(Shape shape, Color color, float line) {
        g.setColor(Palette.contrast(color));
        g.setStroke(new BasicStroke((line + 2 * OUTLINE) * unit));
        g.draw(shape);
        g.setColor(color);
        g.setStroke(new BasicStroke(line * unit));
        g.draw(shape);
    }

    /** Places the label, draws a line to it if it is far away, and returns how to draw it. */
    private Runnable beside(Rectangle2D box, Plate plate, LabelLayout layout) {
        Rectangle2D place = layout.place(box, plate.width, plate.height);
        if (LabelLayout.distance(place, box) > FONT * unit) {
            outlined(shortestLine(place, box), plate.color, LINE);
        }
        return () -> plate.draw(place);
    }

    /** The same for the label of an arrow. */
    private Runnable along(List<Point2D> points, Plate plate, LabelLayout layout) {
        Rectangle2D place = layout.placeAlong(points, plate.width, plate.height);
        double reach = FONT * unit;
        Rectangle2D around =
                new Rectangle2D.Double(
                        place.getX() - reach,
                        place.getY() - reach,
                        place.getWidth() + 2 * reach,
                        place.getHeight() + 2 * reach);
        if (points.stream().noneMatch(around::contains)) {
            outlined(shortestLine(place, LabelLayout.middle(points)), plate.color, ARROW);
        }
        return () -> plate.draw(place);
    }

    private static Line2D shortestLine(Rectangle2D from, Rectangle2D to) {
        double x = clamp(to.getCenterX(), from.getMinX(), from.getMaxX());
        double y = clamp(to.getCenterY(), from.getMinY(), from.getMaxY());
        double endX = clamp(x, to.getMinX(), to.getMaxX());
        double endY = clamp(y, to.getMinY(), to.getMaxY());
        return new Line2D.Double(x, y, endX, endY);
    }

    /** A label with its background. */
    private final class Plate {

        private final Font font;
        private final Color color;
        private final List<String> lines;
        private final double width;
        private final double height;

        Plate(String label, float size, Color color) {
            this.color = color;
            font = new Font(Font.SANS_SERIF, Font.BOLD, Math.round(size * unit));
            FontMetrics metrics = g.getFontMetrics(font);
            lines = LabelText.lines(label, metrics, BoxDrawing.this.width * 2 / 3, MAX_LINES);
            int text = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0);
            width = text + 2 * PADDING * unit;
            height = lines.size() * metrics.getHeight() + PADDING * unit;
        }

        void draw(Rectangle2D place) {
            float edge = OUTLINE * unit;
            double arc = 2 * PADDING * unit;
            Shape plate =
                    new RoundRectangle2D.Double(
                            place.getX() + edge / 2,
                            place.getY() + edge / 2,
                            place.getWidth() - edge,
                            place.getHeight() - edge,
                            arc,
                            arc);
            g.setColor(color);
            g.fill(plate);
            g.setColor(Palette.contrast(color));
            g.setStroke(new BasicStroke(edge));
            g.draw(plate);
            g.setFont(font);
            FontMetrics metrics = g.getFontMetrics();
            float x = (float) (place.getX() + PADDING * unit);
            float y = (float) (place.getY() + PADDING * unit / 2 + metrics.getAscent());
            for (String line : lines) {
                g.drawString(line, x, y);
                y += metrics.getHeight();
            }
        }
    }
}
