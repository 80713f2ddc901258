package io.github.pevl.cli.report;

import io.github.pevl.benchmark.BenchReport;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFile;
import io.github.pevl.cli.draw.AnswerImage;
import io.github.pevl.cli.draw.Palette;
import io.github.pevl.cli.draw.PngFile;
import io.github.pevl.cli.draw.Svg;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result of {@code bench} as bars: a group for each request, in it a bar for each model. Each
 * group is scaled to its longest bar, so that cheap requests can be compared as well. Numbers are
 * matrix products.
 */
public final class BenchChart {

    private static final int WIDTH = 860;
    private static final int MARGIN = 16;
    private static final int TITLE = 24;
    private static final int BAR = 15;
    private static final int BAR_GAP = 3;
    private static final int GROUP_GAP = 12;
    private static final int BARS_LEFT = 270;
    private static final int LONGEST = 420;
    private static final int TEXT_GAP = 6;

    /** Pixels of a PNG file per unit of length, so that letters are sharp. */
    private static final int PIXELS = 2;

    private static final Color INK = new Color(0x1B1F24);
    private static final Color ORIGINAL = new Color(0xB4BAC2);
    private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private record Bar(double products, String number, String name, Color color) {}

    private BenchChart() {}

    /**
     * Checks the path before any work is done.
     *
     * @throws BadInput if no chart can be written there
     */
    public static void check(String option, Path file) throws BadInput {
        if (!isSvg(file) && !ending(file).equals("png")) {
            throw new BadInput(
                    "%s %s: a chart is written as .svg or .png.".formatted(option, file));
        }
        OutFile.check(option, file);
    }

    /** Writes SVG or PNG, by the ending of the name; the whole file or nothing. */
    public static void write(BenchReport report, Path file) throws IOException {
        int height = height(report);
        if (isSvg(file)) {
            String svg = Svg.of(WIDTH, height, g -> draw(report, g));
            OutFile.write(file, draft -> Files.writeString(draft, svg));
            return;
        }
        BufferedImage image =
                new BufferedImage(WIDTH * PIXELS, height * PIXELS, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        AnswerImage.smooth(g);
        g.scale(PIXELS, PIXELS);
        draw(report, g);
        g.dispose();
        PngFile.write(image, file);
    }

    private static boolean isSvg(Path file) {
        return ending(file).equals("svg");
    }

    private static String ending(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static int height(BenchReport report) {
        int group = report.models().size() * (BAR + BAR_GAP) + GROUP_GAP;
        return 2 * MARGIN + TITLE + report.byRequest().size() * group;
    }

    private static void draw(BenchReport report, Graphics2D g) {
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, height(report));
        int y = MARGIN + BAR;
        text(g, BOLD, "Cost of an answer, in matrix products", MARGIN, y);
        y += TITLE;
        for (List<BenchReport.Line> lines : report.byRequest()) {
            List<Bar> bars = bars(lines);
            double longest = bars.stream().mapToDouble(Bar::products).max().orElseThrow();
            text(g, BOLD, lines.get(0).title(), MARGIN, y);
            for (Bar bar : bars) {
                int length = Math.max(1, (int) Math.round(bar.products / longest * LONGEST));
                g.setColor(bar.color);
                g.fillRect(BARS_LEFT, y - BAR + BAR_GAP, length, BAR);
                String label = bar.number + "  " + bar.name;
                text(g, PLAIN, label, BARS_LEFT + length + TEXT_GAP, y);
                y += BAR + BAR_GAP;
            }
            y += GROUP_GAP;
        }
    }

    private static List<Bar> bars(List<BenchReport.Line> lines) {
        Color[] colors = Palette.series();
        List<Bar> bars = new ArrayList<>();
        int next = 0;
        for (BenchReport.Line line : lines) {
            boolean original = line.model().equals(BenchReport.ORIGINAL);
            Color color = original ? ORIGINAL : colors[next++ % colors.length];
            String number = BenchTable.number(line.products());
            bars.add(new Bar(line.products(), number, line.model(), color));
        }
        return bars;
    }

    private static void text(Graphics2D g, Font font, String text, int x, int y) {
        g.setColor(INK);
        g.setFont(font);
        g.drawString(text, x, y);
    }
}
