package io.github.pevl.cli.answer;

import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and what stands in its open slots.
 *
 * @param open with a {@code [MASK]} for each slot
 * @param slots each with a word at least
 */
public record FilledText(String open, List<FillResult.Slot> slots) {

    private static final Pattern MASK = Pattern.compile(Pattern.quote(PevlVocabulary.MASK));

    private static final Pattern BOX =
            Pattern.compile(
                    "@@(?:\\s+(?:\\[MASK]|\\[pos_[0-9]{1,3}])){%d}\\s+##"
                            .formatted(PositionTokens.PER_BOX));

    /**
     * A box of the filled text.
     *
     * @param name the words before it, from the last box or separator on
     * @param box its probability is that of one of its open positions, on (geometric) average; 1 if
     *     all positions were given
     * @param first of the slots that are its positions
     * @param end behind the last of them
     */
    record WrittenBox(String name, GroundedBox box, int first, int end) {}

    /** The text with the best word in each slot. */
    String filled() {
        return filled(0, open.length());
    }

    /**
     * The boxes that stand in the filled text, in its order. Four slots between box markers are no
     * box if a word stands in one of them.
     *
     * @param width of the image, pixels
     * @param height of the image, pixels
     */
    public List<WrittenBox> boxes(int width, int height) {
        List<WrittenBox> boxes = new ArrayList<>();
        Matcher box = BOX.matcher(open);
        int from = 0;
        while (box.find()) {
            String name = name(from, box.start());
            int first = masks(box.start());
            int end = masks(box.end());
            bins(filled(box.start(), box.end()))
                    .map(
                            bins ->
                                    new GroundedBox(
                                            bins,
                                            PositionTokens.decode(bins, width, height),
                                            average(slots.subList(first, end))))
                    .ifPresent(found -> boxes.add(new WrittenBox(name, found, first, end)));
            from = box.end();
        }
        return boxes;
    }

    private String name(int begin, int end) {
        String words = filled(begin, end);
        int separator = words.lastIndexOf(PevlVocabulary.SEPARATOR);
        return separator < 0
                ? words.strip()
                : words.substring(separator + PevlVocabulary.SEPARATOR.length()).strip();
    }

    private static Optional<BoxBins> bins(String words) {
        try {
            return Optional.of(PositionTokens.parse(words));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How many slots stand before a place of the text. */
    private int masks(int end) {
        return (int) MASK.matcher(open.substring(0, end)).results().count();
    }

    private String filled(int begin, int end) {
        StringBuilder text = new StringBuilder();
        Matcher mask = MASK.matcher(open.substring(begin, end));
        for (int slot = masks(begin); mask.find(); slot++) {
            mask.appendReplacement(text, Matcher.quoteReplacement(best(slots.get(slot)).text()));
        }
        return mask.appendTail(text).toString();
    }

    private static double average(List<FillResult.Slot> filled) {
        double mean =
                filled.stream()
                        .mapToDouble(slot -> Math.log(best(slot).probability()))
                        .average()
                        .orElse(0);
        return Answer.probability(mean);
    }

    private static FillResult.Word best(FillResult.Slot slot) {
        return slot.words().get(0);
    }
}
