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
 * A text and the words predicted for its masks.
 *
 * @param open the text with its {@code [MASK]}s
 * @param masks the predictions for each {@code [MASK]}, in order; each has a word at least
 */
public record FilledText(String open, List<FillResult.Mask> masks) {

    private static final Pattern MASK = Pattern.compile(Pattern.quote(PevlVocabulary.MASK));

    private static final Pattern BOX =
            Pattern.compile(
                    "@@(?:\\s+(?:\\[MASK]|\\[pos_[0-9]{1,3}])){%d}\\s+##"
                            .formatted(PositionTokens.PER_BOX));

    /**
     * A box of the filled text.
     *
     * @param name the words before it, since the last box or separator
     * @param box its probability is the geometric mean of those of its masks; 1 if it has none
     * @param first index of the first mask in it
     * @param end index after its last mask
     */
    record WrittenBox(String name, GroundedBox box, int first, int end) {}

    /** The text with the best word for each mask. */
    String filled() {
        return filled(0, open.length());
    }

    /**
     * The boxes in the filled text, in its order. Four masks between box markers are no box if one
     * of them is filled with a word.
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
            int first = masksBefore(box.start());
            int end = masksBefore(box.end());
            bins(filled(box.start(), box.end()))
                    .map(
                            bins ->
                                    new GroundedBox(
                                            bins,
                                            PositionTokens.decode(bins, width, height),
                                            average(masks.subList(first, end))))
                    .ifPresent(found -> boxes.add(new WrittenBox(name, found, first, end)));
            from = box.end();
        }
        return boxes;
    }

    private String name(int start, int end) {
        String words = filled(start, end);
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

    /** The number of masks before a character of the text. */
    private int masksBefore(int end) {
        return (int) MASK.matcher(open.substring(0, end)).results().count();
    }

    private String filled(int start, int end) {
        StringBuilder text = new StringBuilder();
        Matcher mask = MASK.matcher(open.substring(start, end));
        for (int i = masksBefore(start); mask.find(); i++) {
            mask.appendReplacement(text, Matcher.quoteReplacement(best(masks.get(i)).text()));
        }
        return mask.appendTail(text).toString();
    }

    private static double average(List<FillResult.Mask> filled) {
        double mean =
                filled.stream()
                        .mapToDouble(mask -> Math.log(best(mask).probability()))
                        .average()
                        .orElse(0);
        return Answer.probability(mean);
    }

    private static FillResult.Word best(FillResult.Mask mask) {
        return mask.words().get(0);
    }
}
