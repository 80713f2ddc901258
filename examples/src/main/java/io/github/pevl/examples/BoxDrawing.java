package io.github.pevl.examples;

import io.github.pevl.text.Box;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws boxes with labels into a copy of a picture, legible on any background: a line has an
 * outline that contrasts with it, a label stands on a plate. Small pictures are enlarged.
 */
final class BoxDrawing {

    /** Below, labels could not be read. */
    static final int LEAST_SIDE = 480;

    private static final float LINE = 3;
    private static final float OUTLINE = 1.5f;
    private static final float FONT = 16;
    private static final float PADDING = 4;

    private final Graphics2D g;
    private final int width;
    private final int height;

    /** Lines and letters grow with the picture, which is looked at as a whole. */
    private final float unit;

    private BoxDrawing(Graphics2D g, int width, int height) {
        this.g = g;
        this.width = width;
        this.height = height;
        this.unit = (float) Math.min(width, height) / LEAST_SIDE;
    }

    /**
     * Draws.
     *
     * @param picture of any size; it is left as it is
     * @param marks in the picture's pixels; later ones lie over earlier ones
     * @return at least {@value #LEAST_SIDE} pixels a side, in the picture's proportions
     */
    static BufferedImage draw(BufferedImage picture, List<Mark> marks) {
        int shorter = Math.min(picture.getWidth(), picture.getHeight());
        double scale = Math.max(1, (double) LEAST_SIDE / shorter);
        int width = (int) Math.round(picture.getWidth() * scale);
        int height = (int) Math.round(picture.getHeight() * scale);
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        try {
            hint(g, RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.drawImage(picture, 0, 0, width, height, null);
            hint(g, RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            hint(g, RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            hint(g, RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            new BoxDrawing(g, width, height).draw(marks, scale);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    private static void hint(Graphics2D g, RenderingHints.Key key, Object value) {
        g.setRenderingHint(key, value);
    }

    private void draw(List<Mark> marks, double scale) {
        List<Rectangle2D> boxes = marks.stream().map(mark -> onCanvas(mark.box(), scale)).toList();
        for (int i = 0; i < boxes.size(); i++) {
            outlined(boxes.get(i), Palette.color(i));
        }
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.round(FONT * unit)));
        LabelLayout layout = new LabelLayout(width, height, 2 * LINE * unit, boxes);
        List<Runnable> plates = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            plates.add(plate(marks.get(i).label(), boxes.get(i), Palette.color(i), layout));
        }
        plates.forEach(Runnable::run); // last, so that no leader crosses a label
    }

    /** The box, kept so far inside that its line can be seen whole. */
    private Rectangle2D onCanvas(Box box, double scale) {
        double margin = (LINE / 2 + OUTLINE) * unit;
        double x1 = clamp(box.x1() * scale, margin, width - margin);
        double y1 = clamp(box.y1() * scale, margin, height - margin);
        double x2 = clamp(box.x2() * scale, margin, width - margin);
        double y2 = clamp(box.y2() * scale, margin, height - margin);
        return new Rectangle2D.Double(x1, y1, x2 - x1, y2 - y1);
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(value, most));
    }

    private void outlined(Shape shape, Color color) {
        g.setColor(Palette.contrast(color));
        g.setStroke(new BasicStroke((LINE + 2 * OUTLINE) * unit));
        g.draw(shape);
        g.setColor(color);
        g.setStroke(new BasicStroke(LINE * unit));
        g.draw(shape);
    }

    /** Finds the label's place and draws the line to a place far away; gives the rest to do. */
    private Runnable plate(String label, Rectangle2D box, Color color, LabelLayout layout) {
        FontMetrics metrics = g.getFontMetrics();
        List<String> lines = LabelText.lines(label, metrics, width * 2 / 3);
        int text = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        double w = text + 2 * PADDING * unit;
        double h = lines.size() * metrics.getHeight() + PADDING * unit;
        Rectangle2D place = layout.place(box, w, h);
        if (LabelLayout.distance(place, box) > metrics.getHeight()) {
            outlined(shortestLine(place, box), color);
        }
        return () -> drawPlate(lines, place, color);
    }

    private static Line2D shortestLine(Rectangle2D from, Rectangle2D to) {
        double x = clamp(to.getCenterX(), from.getMinX(), from.getMaxX());
        double y = clamp(to.getCenterY(), from.getMinY(), from.getMaxY());
        double endX = clamp(x, to.getMinX(), to.getMaxX());
        double endY = clamp(y, to.getMinY(), to.getMaxY());
        return new Line2D.Double(x, y, endX, endY);
    }

    private void drawPlate(List<String> lines, Rectangle2D place, Color color) {
        float edge = OUTLINE * unit;
        double arc = 2 * PADDING * unit;
        g.setColor(color);
        Shape plate =
                new RoundRectangle2D.Double(
                        place.getX() + edge / 2,
                        place.getY() + edge / 2,
                        place.getWidth() - edge,
                        place.getHeight() - edge,
                        arc,
                        arc);
        g.fill(plate);
        g.setColor(Palette.contrast(color));
        g.setStroke(new BasicStroke(edge));
        g.draw(plate);
        FontMetrics metrics = g.getFontMetrics();
        float x = (float) (place.getX() + PADDING * unit);
        float y = (float) (place.getY() + PADDING * unit / 2 + metrics.getAscent());
        for (String line : lines) {
            g.drawString(line, x, y);
            y += metrics.getHeight();
        }
    }
}
