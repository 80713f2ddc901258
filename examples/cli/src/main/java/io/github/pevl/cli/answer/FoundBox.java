package io.github.pevl.cli.answer;

import ai.djl.modality.cv.output.Rectangle;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Mark;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import io.github.pevl.text.PositionTokens;
import java.util.Locale;

/**
 * A predicted box in the forms that answers need.
 *
 * @param box its corners may be in the wrong order; the box that they span is meant
 */
public record FoundBox(GroundedBox box) {

    private record JsonArea(double x, double y, double width, double height) {}

    /** Left, top, width and height, in pixels (edge pixels included) and as fractions. */
    record Json(JsonArea pixels, JsonArea fractions, double probability) {}

    private PixelArea area() {
        return PixelArea.of(box.area().toBox());
    }

    Json json() {
        PixelArea area = area();
        Rectangle part = PositionTokens.fractions(box.bins());
        return new Json(
                new JsonArea(area.x(), area.y(), area.width(), area.height()),
                new JsonArea(part.getX(), part.getY(), part.getWidth(), part.getHeight()),
                box.probability());
    }

    /** A line of text, in pixels, edge pixels included. */
    String line(String name) {
        PixelArea area = area();
        return Answer.line(
                String.format(
                        Locale.ROOT,
                        "%s: x %.1f y %.1f width %.1f height %.1f",
                        Failures.oneLine(name),
                        area.x(),
                        area.y(),
                        area.width(),
                        area.height()),
                box.probability());
    }

    /** The box and its label in the image. */
    public Mark mark(String name) {
        PixelArea area = area();
        Box edges = Box.ofXywh(area.x(), area.y(), area.width(), area.height());
        return new Mark(edges, Answer.label(name, box.probability()));
    }
}
