package io.github.pevl.cli.draw;

import io.github.pevl.cli.console.Failures;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Lists under an image: a title, and texts in rows with a bar behind each. The longest bar has a
 * colour of its own.
 */
final class BarPanel {

    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x1B1F24);
    private static final Color ROW = new Color(0xEDF0F3);
    private static final Color SHARE = new Color(0xB9D6F2);
    private static final Color LARGEST = new Color(0x9EDBA8);

    private static final float FONT = 15;
    private static final float MARGIN = 12;
    private static final float PADDING = 7;
    private static final float GAP = 5;

    /** Wider rows are hard to read. */
    private static final float MAX_WIDTH = 960;

    private static final int MAX_LINES = 8;

    private final int width;
    private final float unit;
    private final double rowWidth;
    private final Font titleFont;
    private final Font rowFont;
    private final Graphics2D measure;
    private final List<Consumer<Graphics2D>> steps = new ArrayList<>();
    private double height;

    private BarPanel(int width, float unit) {
        this.width = width;
        this.unit = unit;
        rowWidth = Math.min(width, MAX_WIDTH * unit) - 2 * MARGIN * unit;
        titleFont = new Font(Font.SANS_SERIF, Font.BOLD, Math.round(FONT * unit));
        rowFont = new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(FONT * unit));
        measure = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        AnswerImage.smooth(measure);
    }

    /**
     * Lays out the lists.
     *
     * @param width of the image, pixels
     * @param max pixels of height; beyond it an ellipsis stands for further lists
     * @param unit pixels for a size of 1
     */
    static BarPanel of(List<Drawing.Bars> lists, int width, int max, float unit) {
        BarPanel panel = new BarPanel(width, unit);
        for (Drawing.Bars list : lists) {
            if (panel.height > max) {
                panel.add(new Drawing.Bars("…", List.of()));
                break;
            }
            panel.add(list);
        }
        if (!lists.isEmpty()) {
            panel.height += MARGIN * unit;
        }
        panel.measure.dispose();
        return panel;
    }

    /** Pixels; 0 without lists. */
    int height() {
        return (int) Math.ceil(height);
    }

    /** Draws the lists at the origin. */
    void draw(Graphics2D g) {
        g.setColor(PAPER);
        g.fillRect(0, 0, width, height());
        steps.forEach(step -> step.accept(g));
    }

    private void add(Drawing.Bars list) {
        height += MARGIN * unit;
        FontMetrics metrics = measure.getFontMetrics(titleFont);
        List<String> lines =
                LabelText.lines(Failures.oneLine(list.title()), metrics, (int) rowWidth, MAX_LINES);
        double top = height;
        steps.add(g -> write(g, titleFont, lines, MARGIN * unit, top));
        height += lines.size() * metrics.getHeight() + GAP * unit;
        double longest = list.bars().stream().mapToDouble(Drawing.Bar::share).max().orElse(0);
        list.bars().forEach(bar -> add(bar, bar.share() == longest ? LARGEST : SHARE));
    }

    private void add(Drawing.Bar bar, Color color) {
        FontMetrics metrics = measure.getFontMetrics(rowFont);
        String number = String.format(Locale.ROOT, "%.2f", bar.share());
        double numberWidth = metrics.stringWidth(number);
        double textWidth = rowWidth - numberWidth - 3 * PADDING * unit;
        List<String> lines =
                LabelText.lines(Failures.oneLine(bar.text()), metrics, (int) textWidth, MAX_LINES);
        double rowHeight = Math.max(1, lines.size()) * metrics.getHeight() + PADDING * unit;
        double left = MARGIN * unit;
        double top = height;
        double textTop = top + PADDING / 2 * unit;
        double numberLeft = left + rowWidth - PADDING * unit - numberWidth;
        steps.add(
                g -> {
                    g.setColor(ROW);
                    g.fill(row(left, top, rowWidth, rowHeight));
                    g.setColor(color);
                    g.fill(row(left, top, rowWidth * bar.share(), rowHeight));
                    write(g, rowFont, lines, left + PADDING * unit, textTop);
                    write(g, rowFont, List.of(number), numberLeft, textTop);
                });
        height += rowHeight + GAP * unit;
    }

    private Shape row(double x, double y, double w, double h) {
        double arc = 2 * GAP * unit;
        return new RoundRectangle2D.Double(x, y, w, h, arc, arc);
    }

    private static void write(Graphics2D g, Font font, List<String> lines, double x, double top) {
        g.setFont(font);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        double y = top + metrics.getAscent();
        for (String line : lines) {
            g.drawString(line, (float) x, (float) y);
            y += metrics.getHeight();
        }
    }
}
