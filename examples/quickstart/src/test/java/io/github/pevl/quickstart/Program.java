package io.github.pevl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A program's main method, and where the objects of its image are. */
@FunctionalInterface
interface Program {

    Box DOG = new Box(202, 16, 318, 142);
    Box SMALL_BEAR = new Box(277, 162, 353, 235);

    /** Side of the image, pixels. */
    int SIDE = 384;

    Pattern NUMBER = Pattern.compile("\\d+\\.\\d+");

    void run(String[] args) throws Exception;

    /** Runs a program; returns the lines that it prints. */
    static List<String> lines(Program program, Object... args) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(print);
            program.run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        } finally {
            System.setOut(usual);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The first numbers with a decimal point in a line. */
    static double[] numbers(String line, int count) {
        return NUMBER.matcher(line)
                .results()
                .map(MatchResult::group)
                .mapToDouble(Double::parseDouble)
                .limit(count)
                .toArray();
    }

    /** Expects left, top, right and lower edge of about this box, in some unit of pixels. */
    static void assertCorners(double[] edges, double unit, Box expected) {
        assertOverlap(
                new Box(edges[0] * unit, edges[1] * unit, edges[2] * unit, edges[3] * unit),
                expected);
    }

    /** Expects left, top, right and lower edge of about this box in a line, pixels. */
    static void assertCorners(String line, Box expected) {
        assertCorners(numbers(line, 4), 1, expected);
    }

    /** Expects x, y, width and height of about this box in a line, pixels. */
    static void assertArea(String line, Box expected) {
        double[] n = numbers(line, 4);
        assertOverlap(new PixelArea(n[0], n[1], n[2], n[3]).toBox(), expected);
    }

    private static void assertOverlap(Box box, Box expected) {
        double iou = PixelArea.of(box).iou(PixelArea.of(expected));
        assertThat(iou).as("IoU of %s and %s", box, expected).isGreaterThan(0.5);
    }
}
