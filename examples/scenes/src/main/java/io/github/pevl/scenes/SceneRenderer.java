package io.github.pevl.scenes;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Renders scenes, without a display. */
public final class SceneRenderer {
    private SceneRenderer() {}

    /** The image of a scene, opaque RGB, {@code side} pixels wide and high. */
    public static BufferedImage render(Scene scene) {
        Canvas canvas = scene.world().canvas();
        SplittableRandom random = new SplittableRandom(scene.texture());
        BufferedImage image = canvas.background(random, scene.side());
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            for (SceneObject object : scene.objects()) {
                object.kind().paint(g, object);
            }
        } finally {
            g.dispose();
        }
        return canvas.develop(random, image);
    }
}
