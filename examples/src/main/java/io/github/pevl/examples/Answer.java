package io.github.pevl.examples;

import ai.djl.modality.cv.output.Rectangle;
import ai.djl.util.JsonUtils;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.GroundedBox;
import io.github.pevl.translate.GroundingResult;
import io.github.pevl.translate.GroundingResult.Grounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code ground} prints and draws.
 *
 * @param image the picture, as the user named it
 * @param model the model, as the user named it
 * @param result the boxes
 */
record Answer(String image, String model, GroundingResult result) {

    private static final int SHORT = 60;

    /** A box: left, top, width, height, edge pixels counted. */
    private record JsonArea(double x, double y, double width, double height) {}

    private record JsonBox(JsonArea pixels, JsonArea fractions, double probability) {}

    private record JsonGrounding(
            String expression, JsonBox box, List<JsonBox> alternatives, int tokensCut) {}

    private record JsonAnswer(
            String image, int width, int height, String model, List<JsonGrounding> groundings) {}

    /** A line for each expression, then, indented, one for each of its alternatives. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Grounding grounding : result.groundings()) {
            String name = Failures.oneLine(grounding.expression());
            for (GroundedBox box : grounding.candidates()) {
                lines.append(line(name, box));
                name = "  or";
            }
        }
        return lines.toString();
    }

    private static String line(String name, GroundedBox box) {
        PixelArea area = inOrder(box);
        return String.format(
                Locale.ROOT,
                "%s: x %.1f y %.1f width %.1f height %.1f, probability %.3f%n",
                name,
                area.x(),
                area.y(),
                area.width(),
                area.height(),
                box.probability());
    }

    String json() {
        List<JsonGrounding> groundings = new ArrayList<>();
        for (Grounding grounding : result.groundings()) {
            List<JsonBox> boxes = grounding.candidates().stream().map(Answer::jsonBox).toList();
            groundings.add(
                    new JsonGrounding(
                            grounding.expression(),
                            boxes.get(0),
                            boxes.subList(1, boxes.size()),
                            grounding.tokensCut()));
        }
        JsonAnswer answer =
                new JsonAnswer(image, result.width(), result.height(), model, groundings);
        return JsonUtils.GSON_PRETTY.toJson(answer) + System.lineSeparator();
    }

    private static JsonBox jsonBox(GroundedBox box) {
        PixelArea area = inOrder(box);
        Rectangle part = PositionTokens.fractions(box.bins());
        return new JsonBox(
                new JsonArea(area.x(), area.y(), area.width(), area.height()),
                new JsonArea(part.getX(), part.getY(), part.getWidth(), part.getHeight()),
                box.probability());
    }

    /** What is to be drawn: the best box of each expression. */
    List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        for (Grounding grounding : result.groundings()) {
            GroundedBox best = grounding.best();
            String label =
                    String.format(
                            Locale.ROOT,
                            "%s\u00a0%.2f", // not to be broken there
                            shortened(Failures.oneLine(grounding.expression())),
                            best.probability());
            PixelArea area = inOrder(best);
            Box edges = Box.ofXywh(area.x(), area.y(), area.width(), area.height());
            marks.add(new Mark(edges, label));
        }
        return marks;
    }

    /** A model may write corners in the wrong order; what they span is what it means. */
    private static PixelArea inOrder(GroundedBox box) {
        return PixelArea.of(box.area().toBox());
    }

    static String shortened(String text) {
        return text.length() <= SHORT ? text : text.substring(0, SHORT - 3) + "...";
    }
}
