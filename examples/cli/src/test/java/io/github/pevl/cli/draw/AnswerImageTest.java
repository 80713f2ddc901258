package io.github.pevl.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Pevl;
import io.github.pevl.text.Box;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arrows and panels. The images that are drawn here are left in {@code target/drawings}, to be
 * looked at.
 */
class AnswerImageTest {

    private static final int LARGEST = 0xFF9EDBA8;
    private static final int SHARE = 0xFFB9D6F2;

    private static final List<Drawing.Bars> CHOICES =
            List.of(
                    new Drawing.Bars(
                            "Why is [0] pointing at [1]?",
                            List.of(
                                    new Drawing.Bar(
                                            "[0] is telling [2] that [1] ordered the pancakes and"
                                                    + " that the two of them had better hurry up"
                                                    + " before all of it gets cold.",
                                            0.71),
                                    new Drawing.Bar("[0] just told a joke.", 0.12),
                                    new Drawing.Bar("[0] is feeling accusatory towards [1].", 0.14),
                                    new Drawing.Bar("[0] is giving [1] directions.", 0.03))),
                    new Drawing.Bars(
                            "Why? \"[0] is telling [2] that [1] ordered the pancakes and that the"
                                    + " two of them had better hurry up before all of it gets cold.\"",
                            List.of(
                                    new Drawing.Bar("[0] carries a plate.", 0.5),
                                    new Drawing.Bar("[1] looks hungry.", 0.5))));

    private static Mark mark(double x1, double y1, double x2, double y2, String label) {
        return new Mark(new Box(x1, y1, x2, y2), label);
    }

    private static Drawing related(List<Mark> marks) {
        String[] words = {"left of", "standing on", "in front of", "covered in"};
        List<Drawing.Arrow> arrows = new ArrayList<>();
        for (int from = 0; from < marks.size(); from++) {
            for (int to = 0; to < marks.size() && arrows.size() < 10; to++) {
                if (from != to) {
                    String word = words[(from + 2 * to) % words.length];
                    arrows.add(new Drawing.Arrow(from, to, word + "\u00a00.42"));
                }
            }
        }
        return new Drawing(marks, arrows, List.of());
    }

    private static long count(BufferedImage image, int color, Rectangle2D where) {
        long count = 0;
        for (int y = (int) where.getMinY(); y < where.getMaxY(); y++) {
            for (int x = (int) where.getMinX(); x < where.getMaxX(); x++) {
                count += image.getRGB(x, y) == color ? 1 : 0;
            }
        }
        return count;
    }

    /** Between two boxes side by side the two arrows lie one above the other. */
    @Test
    void arrowsOfOppositeDirectionsLieApart() {
        List<Mark> marks = List.of(mark(20, 200, 120, 280, "one"), mark(360, 200, 460, 280, "two"));
        BufferedImage drawn =
                Fixtures.draw("arrows", Fixtures.blank(480, 480, Color.GRAY), related(marks));
        Rectangle2D above = new Rectangle2D.Double(125, 100, 230, 138);
        Rectangle2D below = new Rectangle2D.Double(125, 242, 230, 138);
        int there = Palette.color(0).getRGB();
        int back = Palette.color(1).getRGB();
        assertThat(count(drawn, there, above) + count(drawn, back, above)).isGreaterThan(500);
        assertThat(count(drawn, there, below) + count(drawn, back, below)).isGreaterThan(500);
        assertThat(count(drawn, there, above) == 0).isEqualTo(count(drawn, back, below) == 0);
        assertThat(count(drawn, there, above) > 0).isNotEqualTo(count(drawn, there, below) > 0);
    }

    @Test
    void arrowsAndLabelsGrowWithTheImage() {
        long[] counts = new long[2];
        for (int i = 0; i < 2; i++) {
            int size = i == 0 ? 1 : 6;
            List<Mark> marks =
                    List.of(
                            mark(20 * size, 60 * size, 120 * size, 280 * size, "person"),
                            mark(360 * size, 200 * size, 560 * size, 400 * size, "horse"),
                            mark(460 * size, 250 * size, 540 * size, 300 * size, "saddle"));
            BufferedImage drawn =
                    Fixtures.draw(
                            "arrows-" + size,
                            Fixtures.blank(640 * size, 480 * size, Color.LIGHT_GRAY),
                            related(marks));
            Rectangle2D all = new Rectangle2D.Double(0, 0, 640 * size, 480 * size);
            counts[i] = count(drawn, Palette.color(0).getRGB(), all);
        }
        // Smooth edges are a smaller share of large letters.
        assertThat((double) counts[1] / counts[0]).isBetween(36.0, 50.0);
    }

    @ParameterizedTest
    @CsvSource({
        "10,10,20,20, 60,60,70,70",
        "10,10,90,90, 40,40,60,60",
        "40,40,60,60, 10,10,90,90",
        "10,10,60,60, 30,30,90,90",
        "10,10,60,60, 10,10,60,60",
        "10,10,90,90, 45,45,55,57",
        "10,10,10,10, 10,10,10,10"
    })
    void anArrowEndsInItsBoxOrAtItsEdge(
            double x1,
            double y1,
            double x2,
            double y2,
            double x3,
            double y3,
            double x4,
            double y4) {
        Rectangle2D from = new Rectangle2D.Double(x1, y1, x2 - x1, y2 - y1);
        Rectangle2D to = new Rectangle2D.Double(x3, y3, x4 - x3, y4 - y3);
        ArrowShape arrow = ArrowShape.between(from, to, 4);
        Rectangle2D near = new Rectangle2D.Double(x3 - 1, y3 - 1, x4 - x3 + 2, y4 - y3 + 2);
        assertThat(arrow.head().getBounds2D().intersects(near)).isTrue();
        assertThat(arrow.points()).allMatch(point -> Double.isFinite(point.getX()));
    }

    @Test
    void arrowsInTheScene() throws IOException {
        BufferedImage scene = ImageIO.read(Pevl.class.getResource("scene.png"));
        List<Mark> marks =
                List.of(
                        mark(42, 211, 168, 331, "[0] bear"),
                        mark(202, 16, 318, 142, "[1] dog"),
                        mark(211, 267, 278, 338, "[2] apple"),
                        mark(284, 265, 354, 342, "[3] apple"),
                        mark(277, 162, 353, 235, "[4] small bear"));
        BufferedImage drawn = Fixtures.draw("scene-arrows", scene, related(marks));
        assertThat(drawn.getHeight()).isEqualTo(480);
    }

    @Test
    void nestedBoxesOnNoise() {
        Random random = new Random(3);
        BufferedImage noise = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 96 * 96; i++) {
            noise.setRGB(i % 96, i / 96, random.nextInt());
        }
        List<Mark> marks =
                List.of(
                        mark(5, 5, 90, 90, "[0] table"),
                        mark(20, 20, 40, 50, "[1] cup"),
                        mark(50, 50, 80, 80, "[2] plate"),
                        mark(52, 48, 82, 78, "[3] fork"));
        BufferedImage drawn = Fixtures.draw("noise-arrows", noise, related(marks));
        assertThat(drawn.getWidth()).isEqualTo(480);
    }

    @ParameterizedTest
    @CsvSource({"96,96", "480,360", "4000,3000", "320,16", "16,320"})
    void choicesStandUnderTheImage(int width, int height) {
        BufferedImage image = Fixtures.blank(width, height, Color.DARK_GRAY);
        List<Mark> marks =
                List.of(
                        mark(width * 0.1, height * 0.2, width * 0.4, height * 0.9, "[0] person"),
                        mark(width * 0.6, height * 0.3, width * 0.9, height * 0.8, "[1] person"));
        BufferedImage plain = AnswerImage.draw(image, Drawing.of(marks));
        BufferedImage drawn =
                Fixtures.draw(
                        "choices-" + width + "x" + height,
                        image,
                        new Drawing(marks, List.of(), CHOICES));
        assertThat(drawn.getWidth()).isEqualTo(plain.getWidth());
        assertThat(drawn.getHeight()).isGreaterThan(plain.getHeight());
        assertThat(drawn.getRGB(1, plain.getHeight() - 1))
                .isEqualTo(plain.getRGB(1, plain.getHeight() - 1));
        assertThat(drawn.getRGB(1, plain.getHeight())).isEqualTo(Color.WHITE.getRGB());
    }

    /** As a text of many masks has it. */
    @Test
    void aPanelEndsSomewhere() {
        List<Drawing.Bars> lists = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            List<Drawing.Bar> bars =
                    List.of(new Drawing.Bar("cup", 0.6), new Drawing.Bar("x", 0.1));
            lists.add(new Drawing.Bars("[MASK] " + i, bars));
        }
        BufferedImage drawn =
                Fixtures.draw(
                        "long",
                        Fixtures.blank(96, 96, Color.GRAY),
                        new Drawing(List.of(), List.of(), lists));
        assertThat(drawn.getHeight()).isBetween(4 * 480, 4 * 480 + 200);
    }

    @Test
    void barsAreAsLongAsTheirShares() {
        List<Drawing.Bar> bars =
                List.of(
                        new Drawing.Bar("", 1),
                        new Drawing.Bar("", 0.5),
                        new Drawing.Bar("", 0.25),
                        new Drawing.Bar("", 0));
        Drawing drawing =
                new Drawing(List.of(), List.of(), List.of(new Drawing.Bars("Title", bars)));
        BufferedImage drawn = Fixtures.draw("bars", Fixtures.blank(480, 480, Color.GRAY), drawing);
        List<Integer> widths = new ArrayList<>();
        int before = 0;
        for (int y = 480; y < drawn.getHeight(); y++) {
            Rectangle2D line = new Rectangle2D.Double(0, y, 480, 1);
            int width = (int) (count(drawn, LARGEST, line) + count(drawn, SHARE, line));
            if (width > 100 && before <= 100) {
                widths.add((int) Math.round((width + 10) / 456.0 * 4));
            }
            before = width;
        }
        assertThat(widths).containsExactly(4, 2, 1);
    }
}
