package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Grounding;
import java.util.ArrayList;
import java.util.List;

/**
 * Boxes for expressions or phrases.
 *
 * @param result the model's answer
 */
public record GroundAnswer(GroundingResult result) implements Answer {

    /** An expression, its best box and the alternatives. */
    record JsonGrounding(
            String expression,
            FoundBox.Json box,
            List<FoundBox.Json> alternatives,
            int tokensCut) {}

    private record Json(List<JsonGrounding> groundings) {}

    /** A line for each expression, then, indented, one for each of its alternatives. */
    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (Grounding grounding : result.groundings()) {
            lines.append(new FoundBox(grounding.best()).line(grounding.expression()));
            for (GroundedBox other : others(grounding)) {
                lines.append("  ").append(new FoundBox(other).line("or"));
            }
        }
        return lines.toString();
    }

    private static List<GroundedBox> others(Grounding grounding) {
        return grounding.candidates().subList(1, grounding.candidates().size());
    }

    @Override
    public Object json() {
        return new Json(groundings());
    }

    /** The answer to each expression, for JSON. */
    List<JsonGrounding> groundings() {
        List<JsonGrounding> groundings = new ArrayList<>();
        for (Grounding grounding : result.groundings()) {
            groundings.add(
                    new JsonGrounding(
                            grounding.expression(),
                            new FoundBox(grounding.best()).json(),
                            others(grounding).stream().map(b -> new FoundBox(b).json()).toList(),
                            grounding.tokensCut()));
        }
        return groundings;
    }

    /** The best box of each expression. */
    @Override
    public Drawing drawing() {
        return Drawing.of(
                result.groundings().stream()
                        .map(found -> new FoundBox(found.best()).mark(found.expression()))
                        .toList());
    }
}
