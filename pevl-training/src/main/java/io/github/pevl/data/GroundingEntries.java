package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads grounding annotations (dataset/grounding_dataset.py). */
final class GroundingEntries {

    private static final Pattern BOX_IN_TEXT =
            Pattern.compile("\\s*@@(?:\\s+\\[(?:pos_\\d{1,3}|MASK)\\]){4}\\s+##\\s*");

    private GroundingEntries() {}

    /** A caption with its phrases and boxes. */
    static List<GroundingSample> training(AnnotationEntry entry) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        // Spans refer to normal_caption where there is one.
        String caption = entry.text(entry.has("normal_caption") ? "normal_caption" : "caption");
        List<Box> boxes = fields.clippedCorners("bbox_list");
        List<Box> kept = keptInCrop(fields, boxes);
        List<PhraseBox> phraseBoxes = phraseBoxes(entry, boxes, caption);
        if (!entry.hasErrors() && phraseBoxes.isEmpty()) {
            throw AnnotationErrors.fault(
                    entry.location(), "bbox_list", "is empty; one box is needed at least");
        }
        return entry.hasErrors()
                ? List.of()
                : List.of(
                        new GroundingSample(
                                image,
                                caption,
                                phraseBoxes,
                                kept,
                                fields.width(),
                                fields.height(),
                                entry.name("kind")));
    }

    /** An expression with a box in its text, and the same box in pixels. */
    static List<GroundingSample> evaluation(AnnotationEntry entry) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        // Compared as it is written, even beyond the edge; gt_bbox is the original's other name.
        boolean second = !entry.has("bbox") && entry.has("gt_bbox");
        Box box = fields.sized(second ? "gt_bbox" : "bbox");
        String text = entry.text("pseudo_caption");
        String[] parts = entry.read("pseudo_caption", "a text", value -> aroundBox(text));
        String sentence = parts[1].isEmpty() ? parts[0] : parts[0] + " " + parts[1];
        return List.of(
                new GroundingSample(
                        image,
                        sentence,
                        List.of(
                                new PhraseBox(
                                        0, parts[0].codePointCount(0, parts[0].length()), box)),
                        List.of(box),
                        fields.width(),
                        fields.height(),
                        entry.name("kind")));
    }

    /** The boxes that a crop must keep: the ones listed for it, or else all. */
    static List<Box> keptInCrop(BoxFields fields, List<Box> boxes) {
        String field = "not_crop_bbox_list";
        return fields.entry().has(field) ? fields.clippedCorners(field) : boxes;
    }

    /** Reads a span of {@code text} for each box. */
    static List<PhraseBox> phraseBoxes(AnnotationEntry entry, List<Box> boxes, String text) {
        String field = "tokens_positive";
        List<int[]> spans =
                entry.each(
                        field,
                        "a span [begin, end) in characters",
                        value -> {
                            int[] span = AnnotationEntry.ends(value);
                            // Only the span is checked here.
                            Box unused = new Box(0, 0, 0, 0);
                            SampleChecks.requireInside(
                                    new PhraseBox(span[0], span[1], unused), text);
                            return span;
                        });
        if (entry.hasErrors()) {
            return List.of();
        }
        if (spans.size() != boxes.size()) {
            throw AnnotationErrors.fault(
                    entry.location(),
                    field,
                    "%d spans for the %d boxes of bbox_list; there must be one each"
                            .formatted(spans.size(), boxes.size()));
        }
        List<PhraseBox> phraseBoxes = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            int[] span = spans.get(i);
            phraseBoxes.add(new PhraseBox(span[0], span[1], boxes.get(i)));
        }
        return phraseBoxes;
    }

    /** The text before and after the one box in it. */
    private static String[] aroundBox(String text) {
        Matcher matcher = BOX_IN_TEXT.matcher(text);
        if (!matcher.find() || text.substring(0, matcher.start()).isBlank()) {
            throw new IllegalArgumentException(
                    "no box after a name in '%s'; expected 'name @@ [pos_..] x4 ##'."
                            .formatted(text));
        }
        String before = text.substring(0, matcher.start());
        String after = text.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalArgumentException(
                    "more than one box in '%s', but bbox is only one.".formatted(text));
        }
        return new String[] {before, after};
    }
}
