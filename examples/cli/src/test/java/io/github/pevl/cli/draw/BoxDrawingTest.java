package io.github.pevl.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Pevl;
import io.github.pevl.text.Box;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images that are drawn here are left in {@code target/drawings}, to be looked at. */
class BoxDrawingTest {

    private static final int FIRST = Palette.color(0).getRGB();

    private static BufferedImage draw(String name, BufferedImage image, Mark... marks) {
        return Fixtures.draw(name, image, Drawing.of(List.of(marks)));
    }

    private static Mark mark(double x, double y, double width, double height, String label) {
        return new Mark(Box.ofXywh(x, y, width, height), label);
    }

    @ParameterizedTest
    @CsvSource({
        "96,96,480,480",
        "40,20,960,480",
        "20,40,480,960",
        "480,480,480,480",
        "900,700,900,700"
    })
    void smallImagesAreEnlarged(int width, int height, int drawnWidth, int drawnHeight) {
        BufferedImage drawn =
                AnswerImage.draw(Fixtures.blank(width, height, Color.RED), Drawing.of(List.of()));
        assertThat(drawn.getWidth()).isEqualTo(drawnWidth);
        assertThat(drawn.getHeight()).isEqualTo(drawnHeight);
        assertThat(drawn.getRGB(drawnWidth / 2, drawnHeight / 2)).isEqualTo(Color.RED.getRGB());
    }

    @Test
    void theLineRunsAlongTheBox() {
        BufferedImage image = Fixtures.blank(240, 240, Color.GRAY);
        BufferedImage drawn = draw("line", image, mark(60, 120, 90, 60, "a box"));
        for (int x = 125; x < 295; x++) {
            assertThat(drawn.getRGB(x, 240)).isEqualTo(FIRST);
            assertThat(drawn.getRGB(x, 360)).isEqualTo(FIRST);
        }
        for (int y = 250; y < 350; y++) {
            assertThat(drawn.getRGB(120, y)).isEqualTo(FIRST);
            assertThat(drawn.getRGB(300, y)).isEqualTo(FIRST);
        }
        assertThat(drawn.getRGB(210, 300)).isEqualTo(Color.GRAY.getRGB());
        assertThat(image.getRGB(60, 150)).isEqualTo(Color.GRAY.getRGB());
    }

    /** On a background of the line's own colour its outline is seen, and so is the label. */
    @Test
    void theLineIsSeenOnAnyBackground() {
        for (int i = 0; i < 20; i++) {
            Color color = Palette.color(i);
            BufferedImage drawn =
                    AnswerImage.draw(
                            Fixtures.blank(480, 480, color),
                            Drawing.of(
                                    IntStream.rangeClosed(0, i)
                                            .mapToObj(n -> mark(100, 200, 200, 100, "x"))
                                            .toList()));
            Set<Integer> across = new HashSet<>();
            for (int x = 95; x < 105; x++) {
                across.add(drawn.getRGB(x, 250));
            }
            assertThat(across).contains(color.getRGB(), Palette.contrast(color).getRGB());
        }
    }

    @Test
    void coloursDifferAndTheirContrastIsHigh() {
        Set<Color> seen = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            Color color = Palette.color(i);
            seen.add(color);
            double a = luminance(color);
            double b = luminance(Palette.contrast(color));
            assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).isGreaterThan(4.5);
        }
        assertThat(seen).hasSize(30);
    }

    private static double luminance(Color color) {
        float[] rgb = color.getRGBColorComponents(null);
        return 0.2126 * Math.pow(rgb[0], 2.2)
                + 0.7152 * Math.pow(rgb[1], 2.2)
                + 0.0722 * Math.pow(rgb[2], 2.2);
    }

    @Test
    void aBoxBeyondTheEdgeIsSeenWhole() {
        BufferedImage drawn =
                draw(
                        "edge",
                        Fixtures.blank(480, 480, Color.WHITE),
                        mark(-50, -50, 700, 700, "all of it"));
        int inside = 3;
        assertThat(drawn.getRGB(inside, 240)).isEqualTo(FIRST);
        assertThat(drawn.getRGB(479 - inside, 240)).isEqualTo(FIRST);
    }

    @Test
    void labelsStayInsideAndApart() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            List<Rectangle2D> boxes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                double w = random.nextInt(5, 200);
                double h = random.nextInt(5, 200);
                double x = random.nextDouble() * (480 - w);
                double y = random.nextDouble() * (480 - h);
                boxes.add(new Rectangle2D.Double(x, y, w, h));
            }
            LabelLayout layout = new LabelLayout(480, 480, 4, boxes, List.of());
            List<Rectangle2D> labels = new ArrayList<>();
            for (Rectangle2D box : boxes) {
                Rectangle2D label = layout.place(box, random.nextInt(40, 200), 22);
                assertThat(new Rectangle2D.Double(0, 0, 480, 480).contains(label)).isTrue();
                assertThat(labels).noneMatch(label::intersects);
                labels.add(label);
            }
        }
    }

    @Test
    void aLabelWiderThanTheImageIsKeptInside() {
        LabelLayout layout = new LabelLayout(100, 100, 4, List.of(), List.of());
        Rectangle2D box = new Rectangle2D.Double(50, 50, 10, 10);
        assertThat(layout.place(box, 150, 120).getMinX()).isZero();
    }

    /** Two arrows run side by side, nearer to each other than a label is high. */
    @Test
    void aLabelLiesOnItsOwnArrowOnly() {
        List<Point2D> one = new ArrayList<>();
        List<Point2D> two = new ArrayList<>();
        for (int x = 0; x <= 100; x++) {
            one.add(new Point2D.Double(40 + 4 * x, 200));
            two.add(new Point2D.Double(40 + 4 * x, 210));
        }
        LabelLayout layout = new LabelLayout(480, 480, 4, List.of(), List.of(one, two));
        Rectangle2D first = layout.placeAlong(one, 100, 30);
        Rectangle2D second = layout.placeAlong(two, 100, 30);
        assertThat(two).noneMatch(first::contains);
        assertThat(one).noneMatch(second::contains);
        assertThat(first.intersects(second)).isFalse();
        assertThat(LabelLayout.middle(one).getY() - first.getMaxY()).isBetween(0.0, 5.0);
        assertThat(second.getMinY() - LabelLayout.middle(two).getY()).isBetween(0.0, 5.0);
    }

    /** Where there is room, a label lies on the middle of its arrow. */
    @Test
    void aLabelLiesOnTheMiddleOfALongArrow() {
        List<Point2D> line = new ArrayList<>();
        for (int x = 0; x <= 100; x++) {
            line.add(new Point2D.Double(40 + 4 * x, 200));
        }
        LabelLayout layout = new LabelLayout(480, 480, 4, List.of(), List.of(line));
        Rectangle2D label = layout.placeAlong(line, 80, 20);
        assertThat(label.getCenterX()).isEqualTo(240);
        assertThat(label.getCenterY()).isEqualTo(200);
    }

    @Test
    void longLabelsAreBrokenAndCut() {
        Graphics2D g = Fixtures.blank(1, 1, Color.BLACK).createGraphics();
        FontMetrics metrics = g.getFontMetrics(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        int width = metrics.stringWidth("the small red star");
        assertThat(LabelText.lines("the small red star", metrics, width, 3))
                .containsExactly("the small red star");
        assertThat(LabelText.lines("the small red star above", metrics, width, 3))
                .containsExactly("the small red star", "above");
        List<String> cut =
                LabelText.lines("the small red star above ".repeat(5), metrics, width, 3);
        assertThat(cut).hasSize(3);
        assertThat(cut.get(2)).endsWith("…");
        List<String> word = LabelText.lines("m".repeat(500), metrics, width, 3);
        assertThat(word).hasSize(3).allMatch(l -> metrics.stringWidth(l) <= width);
        assertThat(LabelText.lines("漢字 😀 " + "😀".repeat(200), metrics, 3, 3)).hasSize(3);
        g.dispose();
    }

    @Test
    void manyLabelsOnNoise() {
        Random random = new Random(2);
        BufferedImage noise = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 96 * 96; i++) {
            noise.setRGB(i % 96, i / 96, random.nextInt());
        }
        Mark[] marks = {
            mark(5, 5, 20, 20, "the small red star\u00a00.98"),
            mark(8, 8, 22, 20, "the star\u00a00.91"),
            mark(60, 2, 30, 30, "the largest blue circle in the upper right corner\u00a00.77"),
            mark(30, 40, 40, 35, "the triangle below the small cross\u00a00.66"),
            mark(70, 70, 25, 25, "the square\u00a00.99"),
            mark(0, 85, 10, 10, "the dot\u00a00.12"),
            mark(40, 50, 12, 12, "the inner one\u00a00.50"),
            mark(2, 60, 20, 15, "the diamond\u00a00.31")
        };
        assertThat(draw("noise", noise, marks).getWidth()).isEqualTo(480);
    }

    @Test
    void theSceneOfTheReadme() throws IOException {
        BufferedImage scene = ImageIO.read(Pevl.class.getResource("scene.png"));
        Mark[] marks = {
            mark(202, 16, 116, 126, "the dog\u00a00.97"),
            mark(277.5, 162, 76, 73, "the small bear\u00a00.95"),
            mark(42, 210.8, 126, 121, "the bear left of the dog\u00a00.93"),
            mark(284, 264.8, 70, 78, "the apple farthest to the right\u00a00.99")
        };
        assertThat(draw("scene", scene, marks).getWidth()).isEqualTo(480);
    }
}
