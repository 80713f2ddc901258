package io.github.pevl.cli.draw;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Draws an answer into a copy of an image, and lists under the image. Small images are enlarged.
 */
public final class AnswerImage {

    /** In smaller images labels could not be read. */
    static final int MIN_SIDE = 480;

    /** Max height of the lists, in longer sides of the image; the last list may exceed it. */
    private static final int MAX_PANEL = 3;

    private AnswerImage() {}

    /**
     * Draws.
     *
     * @param image of any size; not changed
     * @param drawing its boxes in pixels of the image; later ones cover earlier ones
     * @return the image in its proportions, each side at least {@value #MIN_SIDE} pixels, with the
     *     lists under it
     */
    public static BufferedImage draw(BufferedImage image, Drawing drawing) {
        int shorter = Math.min(image.getWidth(), image.getHeight());
        double scale = Math.max(1, (double) MIN_SIDE / shorter);
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        // Lines and letters grow with the image.
        float unit = (float) Math.min(width, height) / MIN_SIDE;
        BarPanel panel =
                BarPanel.of(drawing.panel(), width, MAX_PANEL * Math.max(width, height), unit);
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

    /** Turns antialiasing on for lines and letters, and interpolation for enlarged images. */
    public static void smooth(Graphics2D g) {
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }
}
