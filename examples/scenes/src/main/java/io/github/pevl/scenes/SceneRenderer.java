package io.github.pevl.scenes;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Renders scenes, without a display. */
public final class SceneRenderer {
    /** How much lighter the top, and darker the bottom, of a shape is, as a fraction. */
    private static final double SHADE = 0.07;

    private SceneRenderer() {}

    /** The image of a scene, opaque RGB, {@code side} pixels wide and high. */
    public static BufferedImage render(Scene scene) {
        BufferedImage picture = Background.draw(scene.side(), scene.texture());
        Graphics2D g = picture.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            for (SceneObject object : scene.objects()) {
                g.setPaint(shading(object));
                g.fill(object.kind().outlineIn(object.box()));
            }
        } finally {
            g.dispose();
        }
        return picture;
    }

    private static GradientPaint shading(SceneObject object) {
        float x = (float) object.centerX();
        return new GradientPaint(
                x,
                (float) object.box().y1(),
                shade(object.rgb(), 1 + SHADE),
                x,
                (float) object.box().y2(),
                shade(object.rgb(), 1 - SHADE));
    }

    private static Color shade(int rgb, double factor) {
        return new Color(
                shadeChannel(rgb >> 16, factor),
                shadeChannel(rgb >> 8, factor),
                shadeChannel(rgb, factor));
    }

    private static int shadeChannel(int value, double factor) {
        return (int) Math.min(255, Math.round((value & 0xFF) * factor));
    }
}
