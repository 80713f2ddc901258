package io.github.pevl.cli.answer;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.FillResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What fills a text's open slots.
 *
 * @param text and its slots
 * @param boxes that stand in the filled text
 */
public record FillAnswer(FilledText text, List<FilledText.WrittenBox> boxes) implements Answer {

    private record JsonBox(String name, FoundBox.Json box) {}

    private record Json(
            String text, String filled, List<FillResult.Slot> slots, List<JsonBox> boxes) {}

    /** The filled text, then a line for each slot, then one for each box. */
    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        lines.append("%s%n".formatted(Failures.oneLine(text.filled())));
        for (int i = 0; i < text.slots().size(); i++) {
            String words =
                    text.slots().get(i).words().stream()
                            .map(FillAnswer::word)
                            .collect(Collectors.joining(", "));
            lines.append("%s: %s%n".formatted(slotName(i), words));
        }
        for (FilledText.WrittenBox named : boxes) {
            lines.append(new FoundBox(named.box()).line(named.name()));
        }
        return lines.toString();
    }

    private static String word(FillResult.Word word) {
        return String.format(Locale.ROOT, "%s %.3f", word.text(), word.probability());
    }

    private static String slotName(int slot) {
        return "[MASK] %d".formatted(slot + 1);
    }

    @Override
    public Object json() {
        return new Json(
                text.open(),
                text.filled(),
                text.slots(),
                boxes.stream()
                        .map(b -> new JsonBox(b.name(), new FoundBox(b.box()).json()))
                        .toList());
    }

    /** Boxes in the image; below it the text and the slots that are not positions of a box. */
    @Override
    public Drawing drawing() {
        List<Drawing.Bars> panel = new ArrayList<>();
        for (int i = 0; i < text.slots().size(); i++) {
            int slot = i;
            if (boxes.stream().noneMatch(box -> slot >= box.first() && slot < box.end())) {
                panel.add(
                        new Drawing.Bars(
                                slotName(i),
                                text.slots().get(i).words().stream()
                                        .limit(Drawing.MOST)
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
