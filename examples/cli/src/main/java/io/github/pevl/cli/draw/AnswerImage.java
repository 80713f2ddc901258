package io.github.pevl.cli.draw;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Draws an answer into a copy of an image, and under it what is no place in the image. Small images
 * are enlarged.
 */
public final class AnswerImage {

    /** Below, labels could not be read. */
    static final int LEAST_SIDE = 480;

    /** The panel may be so many times as high as the image's longer side, and a list more. */
    private static final int MOST_PANEL = 3;

    private AnswerImage() {}

    /**
     * Draws.
     *
     * @param image of any size; it is left as it is
     * @param drawing with boxes in the image's pixels; later ones lie over earlier ones
     * @return the image, at least {@value #LEAST_SIDE} pixels a side, in its proportions; under it
     *     the panel, if there is one
     */
    public static BufferedImage draw(BufferedImage image, Drawing drawing) {
        int shorter = Math.min(image.getWidth(), image.getHeight());
        double scale = Math.max(1, (double) LEAST_SIDE / shorter);
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        // Lines and letters grow with the image, which is looked at as a whole.
        float unit = (float) Math.min(width, height) / LEAST_SIDE;
        BarPanel panel =
                BarPanel.of(drawing.panel(), width, MOST_PANEL * Math.max(width, height), unit);
        BufferedImage canvas =
                new BufferedImage(width, height + panel.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        try {
            smooth(g);
            g.drawImage(image, 0, 0, width, height, null);
            new BoxDrawing(g, width, height, unit).draw(drawing, scale);
            g.translate(0, height);
            panel.draw(g);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    /** Sets what makes lines, letters and enlarged images smooth. */
    public static void smooth(Graphics2D g) {
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }
}
