package io.github.pevl.cli.answer;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Grounding;
import io.github.pevl.request.GroundingResult.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Boxes for expressions or phrases.
 *
 * @param result the model's answer
 * @param all whether all boxes of each expression were asked for
 */
public record GroundAnswer(GroundingResult result, boolean all) implements Answer {

    /** The likeliest boxes of each expression. */
    public GroundAnswer(GroundingResult result) {
        this(result, false);
    }

    /**
     * An expression, its best box and the alternatives. Absent fields are null: the presence, and
     * whether it was found, where the model is not asked for it; the boxes found unless all are
     * wanted.
     */
    record JsonGrounding(
            String expression,
            FoundBox.Json box,
            List<FoundBox.Json> alternatives,
            int tokensCut,
            @Nullable Presence presence,
            @Nullable Boolean found,
            @Nullable List<FoundBox.Json> boxes) {}

    private record Json(List<JsonGrounding> groundings) {}

    /**
     * A line for each expression, then, indented, one for each of its alternatives, or, where all
     * are wanted, of its boxes.
     */
    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (Grounding grounding : result.groundings()) {
            if (grounding.count() == 0) {
                lines.append(notFound(grounding));
                continue;
            }
            if (all) {
                lines.append("%s: %d found%n".formatted(name(grounding), grounding.count()));
                for (GroundedBox box : grounding.found()) {
                    lines.append("  ").append(new FoundBox(box).line("box"));
                }
                continue;
            }
            lines.append(new FoundBox(grounding.best()).line(grounding.expression()));
            for (GroundedBox other : others(grounding)) {
                lines.append("  ").append(new FoundBox(other).line("or"));
            }
        }
        return lines.toString();
    }

    private static String name(Grounding grounding) {
        return Failures.oneLine(grounding.expression());
    }

    private static String notFound(Grounding grounding) {
        Presence presence = grounding.presence();
        return presence == null
                ? "%s: not found%n".formatted(name(grounding))
                : String.format(
                        Locale.ROOT,
                        "%s: not found, presence %.3f, below the model's %.3f%n",
                        name(grounding),
                        presence.probability(),
                        presence.threshold());
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
            boolean asked = grounding.presence() != null;
            groundings.add(
                    new JsonGrounding(
                            grounding.expression(),
                            new FoundBox(grounding.best()).json(),
                            others(grounding).stream().map(b -> new FoundBox(b).json()).toList(),
                            grounding.tokensCut(),
                            grounding.presence(),
                            asked ? grounding.count() > 0 : null,
                            all
                                    ? grounding.found().stream()
                                            .map(b -> new FoundBox(b).json())
                                            .toList()
                                    : null));
        }
        return groundings;
    }

    /** The boxes that the expressions mean. */
    @Override
    public Drawing drawing() {
        return Drawing.of(
                result.groundings().stream()
                        .flatMap(
                                it ->
                                        it.found().stream()
                                                .map(
                                                        box ->
                                                                new FoundBox(box)
                                                                        .mark(it.expression())))
                        .toList());
    }
}
