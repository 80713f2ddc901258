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
        // Spans count the letters of normal_caption where there is one.
        String caption = entry.text(entry.has("normal_caption") ? "normal_caption" : "caption");
        List<Box> boxes = fields.cutCorners("bbox_list");
        List<Box> kept = keptInCrop(fields, boxes);
        List<PhraseBox> regions = regions(entry, boxes, caption);
        if (!entry.faulty() && regions.isEmpty()) {
            throw AnnotationErrors.fault(
                    entry.place(), "bbox_list", "is empty; one box is needed at least", null);
        }
        return entry.faulty()
                ? List.of()
                : List.of(
                        new GroundingSample(
                                image,
                                caption,
                                regions,
                                kept,
                                fields.width(),
                                fields.height(),
                                entry.name("kind")));
    }

    /** An expression with a box behind it, and the same box in pixels. */
    static List<GroundingSample> evaluation(AnnotationEntry entry) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image("file_name");
        // Compared as it is written, also beyond the edge; gt_bbox is the original's second name.
        boolean second = !entry.has("bbox") && entry.has("gt_bbox");
        Box box = fields.sized(second ? "gt_bbox" : "bbox");
        String text = entry.text("pseudo_caption");
        String[] parts = entry.read("pseudo_caption", "a text", value -> aroundTheBox(text));
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

    /** The boxes that a crop must keep: those that are said to, or else all. */
    static List<Box> keptInCrop(BoxFields fields, List<Box> boxes) {
        String field = "not_crop_bbox_list";
        return fields.entry().has(field) ? fields.cutCorners(field) : boxes;
    }

    /** A span of {@code text} for each box. */
    static List<PhraseBox> regions(AnnotationEntry entry, List<Box> boxes, String text) {
        String field = "tokens_positive";
        List<int[]> spans =
                entry.each(
                        field,
                        "a span [begin, end) in characters",
                        value -> {
                            int[] span = AnnotationEntry.ends(value);
                            // The box does not matter to the span.
                            Box any = new Box(0, 0, 0, 0);
                            SampleChecks.requireInside(new PhraseBox(span[0], span[1], any), text);
                            return span;
                        });
        if (entry.faulty()) {
            return List.of();
        }
        if (spans.size() != boxes.size()) {
            throw AnnotationErrors.fault(
                    entry.place(),
                    field,
                    "%d spans for the %d boxes of bbox_list; there must be one each"
                            .formatted(spans.size(), boxes.size()),
                    null);
        }
        List<PhraseBox> regions = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            int[] span = spans.get(i);
            regions.add(new PhraseBox(span[0], span[1], boxes.get(i)));
        }
        return regions;
    }

    /** The text before and after the one box in it. */
    private static String[] aroundTheBox(String text) {
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
