package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.text.Box;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SceneRendererTest {
    @Test
    void boxesAreTightAroundWhatIsDrawn() {
        SceneGenerator generator = new SceneGenerator(3);
        for (int i = 0; i < 200; i++) {
            Scene scene = generator.scene(i);
            for (SceneObject object : scene.objects()) {
                assertTight(Worlds.seen(scene, object), object);
            }
        }
    }

    /** Not a pixel outside the box; and none missing, but where a thin tip fades into its pixel. */
    private static void assertTight(int[] seen, SceneObject object) {
        Box box = object.box();
        String name = object.toString();
        assertThat(seen[0]).as(name).isBetween((int) box.x1(), (int) box.x1() + 1);
        assertThat(seen[1]).as(name).isBetween((int) box.y1(), (int) box.y1() + 1);
        assertThat(seen[2])
                .as(name)
                .isBetween((int) Math.ceil(box.x2()) - 1, (int) Math.ceil(box.x2()));
        assertThat(seen[3])
                .as(name)
                .isBetween((int) Math.ceil(box.y2()) - 1, (int) Math.ceil(box.y2()));
    }

    /** Colours as drawn, tints and backgrounds included, stay distinct from what surrounds them. */
    @Test
    void shapesStandOutFromTheBackground() {
        SceneGenerator generator = new SceneGenerator(17);
        for (int i = 0; i < 200; i++) {
            Scene scene = generator.scene(i);
            BufferedImage full = SceneRenderer.render(scene);
            BufferedImage background = SceneRenderer.render(Worlds.with(scene, List.of()));
            for (SceneObject object : scene.objects()) {
                int x = (int) object.centerX();
                int y = (int) object.centerY();
                Color drawn = new Color(full.getRGB(x, y));
                Color behind = new Color(background.getRGB(x, y));
                int contrast =
                        Math.abs(drawn.getRed() - behind.getRed())
                                + Math.abs(drawn.getGreen() - behind.getGreen())
                                + Math.abs(drawn.getBlue() - behind.getBlue());
                assertThat(contrast).as(object.toString()).isGreaterThan(90);
            }
        }
    }

    /** For people: twelve scenes with their boxes and expressions, in target/. */
    @Test
    void contactSheet() throws IOException {
        int cell = 384;
        BufferedImage sheet =
                new BufferedImage(4 * cell, 3 * (cell + 110), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        SceneGenerator generator = new SceneGenerator(2026);
        for (int i = 0; i < 12; i++) {
            drawCell(g, generator.scene(i), i % 4 * cell, i / 4 * (cell + 110), cell);
        }
        g.dispose();
        Path file = Path.of("target", "scenes-contact-sheet.png");
        assertThat(ImageIO.write(sheet, "png", file.toFile())).isTrue();
        assertThat(Files.size(file)).isPositive();
    }

    private static void drawCell(Graphics2D g, Scene scene, int left, int top, int cell) {
        double zoom = (double) cell / scene.side();
        g.drawImage(SceneRenderer.render(scene), left, top, cell, cell, null);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(1));
        for (int i = 0; i < scene.objects().size(); i++) {
            Box box = scene.objects().get(i).box();
            double x = left + box.x1() * zoom;
            double y = top + box.y1() * zoom;
            g.draw(
                    new Rectangle2D.Double(
                            x, y, (box.x2() - box.x1()) * zoom, (box.y2() - box.y1()) * zoom));
            g.drawString(Integer.toString(i), (float) x + 3, (float) y + 13);
        }
        int line = top + cell + 16;
        for (SceneExpression expression : scene.expressions()) {
            g.drawString(expression.target() + " " + expression.text(), left + 4, line);
            line += 16;
        }
    }
}
