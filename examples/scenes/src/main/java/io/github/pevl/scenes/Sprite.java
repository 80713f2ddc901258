package io.github.pevl.scenes;

import io.github.pevl.text.Box;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** A small image with a transparent background, to be drawn in any size, a little rotated. */
final class Sprite {
    /** Fainter pixels do not belong to what is seen. */
    private static final int MIN_ALPHA = 96;

    private static final int SMALLEST = 8;

    /**
     * The image, then the same at half the size, and so on: shrunk further at once, it flickers.
     */
    private final List<BufferedImage> levels = new ArrayList<>();

    private final List<Point2D> outline;

    Sprite(BufferedImage image) {
        BufferedImage level = premultiplied(image);
        levels.add(level);
        while (level.getWidth() / 2 >= SMALLEST) {
            level = halved(level);
            levels.add(level);
        }
        outline = outline(image);
    }

    /** The bounds of what is seen of the rotated image, in its pixels, around its centre. */
    Rectangle2D extent(int turn) {
        AffineTransform rotation = rotation(turn);
        Point2D first = rotation.transform(outline.get(0), null);
        Rectangle2D extent = new Rectangle2D.Double(first.getX(), first.getY(), 0, 0);
        for (Point2D corner : outline) {
            extent.add(rotation.transform(corner, null));
        }
        return extent;
    }

    /** Draws the image so that what is seen of it fills a box. */
    void paint(Graphics2D g, Box box, int turn) {
        Rectangle2D extent = extent(turn);
        double scale = (box.x2() - box.x1()) / extent.getWidth();
        int at = 0;
        double left = scale;
        while (left <= 0.5 && at < levels.size() - 1) {
            left *= 2;
            at++;
        }
        BufferedImage level = levels.get(at);
        AffineTransform map = AffineTransform.getTranslateInstance(box.x1(), box.y1());
        map.scale(scale, (box.y2() - box.y1()) / extent.getHeight());
        map.translate(-extent.getX(), -extent.getY());
        map.concatenate(rotation(turn));
        double half = levels.get(0).getWidth() / 2.0;
        map.translate(-half, -half);
        map.scale(2 * half / level.getWidth(), 2 * half / level.getHeight());
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(level, map, null);
    }

    private static AffineTransform rotation(int turn) {
        double angle = StrictMath.toRadians(turn);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        return new AffineTransform(cos, sin, -sin, cos, 0, 0);
    }

    /** In each row, the outer corners of the first and last pixel that is seen. */
    private static List<Point2D> outline(BufferedImage image) {
        double half = image.getWidth() / 2.0;
        List<Point2D> corners = new ArrayList<>();
        for (int y = 0; y < image.getHeight(); y++) {
            int first = -1;
            int last = -1;
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) >>> 24 >= MIN_ALPHA) {
                    first = first < 0 ? x : first;
                    last = x;
                }
            }
            if (first >= 0) {
                for (int dy = 0; dy <= 1; dy++) {
                    corners.add(new Point2D.Double(first - half, y + dy - half));
                    corners.add(new Point2D.Double(last + 1 - half, y + dy - half));
                }
            }
        }
        return corners;
    }

    private static BufferedImage premultiplied(BufferedImage image) {
        BufferedImage copy =
                new BufferedImage(
                        image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D g = copy.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return copy;
    }

    /** Each pixel is the mean of four. */
    private static BufferedImage halved(BufferedImage image) {
        int side = image.getWidth() / 2;
        BufferedImage half = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
        int[] from = image.getRaster().getPixels(0, 0, 2 * side, 2 * side, (int[]) null);
        int[] to = new int[4 * side * side];
        for (int i = 0; i < to.length; i++) {
            int pixel = i / 4;
            int at = 4 * (pixel / side * 2 * 2 * side + pixel % side * 2) + i % 4;
            int below = at + 4 * 2 * side;
            to[i] = (from[at] + from[at + 4] + from[below] + from[below + 4] + 2) / 4;
        }
        half.getRaster().setPixels(0, 0, side, side, to);
        return half;
    }
}
