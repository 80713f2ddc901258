package io.github.pevl.cli.answer;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.FillResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A text with its masks filled.
 *
 * @param text the text and the words for its masks
 * @param boxes the boxes that the filled text contains
 */
public record FillAnswer(FilledText text, List<FilledText.WrittenBox> boxes) implements Answer {

    private record JsonBox(String name, FoundBox.Json box) {}

    /** The field {@code slots} has one entry for each mask. */
    private record Json(
            String text, String filled, List<FillResult.Mask> slots, List<JsonBox> boxes) {}

    /** The filled text, then a line for each mask, then one for each box. */
    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        lines.append("%s%n".formatted(Failures.oneLine(text.filled())));
        for (int i = 0; i < text.masks().size(); i++) {
            String words =
                    text.masks().get(i).words().stream()
                            .map(FillAnswer::word)
                            .collect(Collectors.joining(", "));
            lines.append("%s: %s%n".formatted(maskName(i), words));
        }
        for (FilledText.WrittenBox named : boxes) {
            lines.append(new FoundBox(named.box()).line(named.name()));
        }
        return lines.toString();
    }

    private static String word(FillResult.Word word) {
        return String.format(Locale.ROOT, "%s %.3f", word.text(), word.probability());
    }

    private static String maskName(int mask) {
        return "[MASK] %d".formatted(mask + 1);
    }

    @Override
    public Object json() {
        return new Json(
                text.open(),
                text.filled(),
                text.masks(),
                boxes.stream()
                        .map(b -> new JsonBox(b.name(), new FoundBox(b.box()).json()))
                        .toList());
    }

    /** Boxes in the image; below it the text and the masks that are not part of a box. */
    @Override
    public Drawing drawing() {
        List<Drawing.Bars> panel = new ArrayList<>();
        for (int i = 0; i < text.masks().size(); i++) {
            int mask = i;
            if (boxes.stream().noneMatch(box -> mask >= box.first() && mask < box.end())) {
                panel.add(
                        new Drawing.Bars(
                                maskName(i),
                                text.masks().get(i).words().stream()
                                        .limit(Drawing.MAX)
                                        .map(w -> new Drawing.Bar(w.text(), w.probability()))
                                        .toList()));
            }
        }
        if (!panel.isEmpty()) {
            panel.add(0, new Drawing.Bars(text.filled(), List.of()));
        }
        return new Drawing(
                boxes.stream().map(b -> new FoundBox(b.box()).mark(b.name())).toList(),
                List.of(),
                panel);
    }
}
