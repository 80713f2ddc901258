package io.github.pevl.data;

import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads MDETR's annotations: {@code images}, an entry for each image and caption, and {@code
 * annotations}, an entry for each box, with its image and its spans of the caption.
 *
 * <p>Boxes of crowds, boxes without area in the image, and captions without a box are skipped, as
 * in MDETR (datasets/coco.py).
 */
final class CocoAnnotations {

    private final Map<String, Caption> captions = new LinkedHashMap<>();
    private final Map<String, List<Boxed>> boxes = new HashMap<>();

    private record Caption(Path image, String text, int width, int height, @Nullable String kind) {}

    /** A box as annotated: x, y, width, height. */
    private record Boxed(double[] xywh, List<Span> spans, SourceLocation location) {

        /** Whether opposite edges coincide in MDETR's 32-bit arithmetic. */
        boolean isFlat() {
            return (float) xywh[0] + (float) xywh[2] <= (float) xywh[0]
                    || (float) xywh[1] + (float) xywh[3] <= (float) xywh[1];
        }

        void remark(AnnotationErrors errors) {
            errors.remark(
                    location,
                    "bbox",
                    "a box of %s x %s pixels has no area in the image; it is left out, as MDETR does"
                            .formatted(plain(xywh[2]), plain(xywh[3])));
        }

        private static String plain(double number) {
            return number == (long) number ? Long.toString((long) number) : Double.toString(number);
        }
    }

    private CocoAnnotations() {}

    static void read(AnnotationFile file, Consumer<GroundingSample> samples) throws IOException {
        CocoAnnotations all = new CocoAnnotations();
        file.object(
                name ->
                        switch (name) {
                            case "images" -> all::image;
                            case "annotations" -> all::annotation;
                            default -> null;
                        });
        all.join(file.errors(), samples);
    }

    private void image(AnnotationEntry entry) {
        Caption caption =
                new Caption(
                        entry.image("file_name"),
                        entry.text("caption"),
                        entry.pixels("width"),
                        entry.pixels("height"),
                        entry.name("dataset_name"));
        new ImageBounds(entry.location(), entry.errors(), caption.width(), caption.height())
                .compareSize("file_name", caption.image());
        String id = id(entry, "id");
        if (captions.putIfAbsent(id, caption) != null) {
            throw AnnotationErrors.fault(
                    entry.location(), "id", id + " is that of an image before");
        }
    }

    private void annotation(AnnotationEntry entry) {
        if (entry.has("iscrowd") && entry.flag("iscrowd")) {
            return;
        }
        double[] xywh =
                entry.read(
                        "bbox",
                        "a box [x, y, width, height] in pixels",
                        value -> AnnotationEntry.tuple(value, 4, 4));
        List<Span> spans =
                entry.each(
                        "tokens_positive",
                        "a span [begin, end) in characters",
                        value -> {
                            int[] ends = AnnotationEntry.ends(value);
                            return new Span(ends[0], ends[1]);
                        });
        if (!entry.hasErrors()) {
            boxes.computeIfAbsent(id(entry, "image_id"), id -> new ArrayList<>())
                    .add(new Boxed(xywh, spans, entry.location()));
        }
    }

    private static String id(AnnotationEntry entry, String field) {
        String id = entry.name(field);
        if (id == null) {
            throw AnnotationErrors.fault(entry.location(), field, "is missing; expected a number");
        }
        return id;
    }

    private void join(AnnotationErrors errors, Consumer<GroundingSample> samples) {
        captions.forEach(
                (id, caption) -> {
                    List<Boxed> of = boxes.remove(id);
                    if (of != null) {
                        sample(caption, of, errors, samples);
                    }
                });
        for (List<Boxed> orphans : boxes.values()) {
            SourceLocation location = orphans.get(0).location();
            errors.add(AnnotationErrors.fault(location, "image_id", "is that of no image"));
        }
    }

    private static void sample(
            Caption caption,
            List<Boxed> boxes,
            AnnotationErrors errors,
            Consumer<GroundingSample> samples) {
        List<PhraseBox> phraseBoxes = new ArrayList<>();
        List<Box> kept = new ArrayList<>();
        for (Boxed boxed : boxes) {
            String field = "bbox";
            if (boxed.isFlat()) {
                boxed.remark(errors);
                continue;
            }
            try {
                ImageBounds bounds =
                        new ImageBounds(
                                boxed.location(), errors, caption.width(), caption.height());
                Box box = bounds.clip(bounds.checked(field, BoxFields.ofSize(boxed.xywh())));
                if (box.width() <= 0
                        || box.height() <= 0) { // it only touches the image from outside
                    boxed.remark(errors);
                    continue;
                }
                field = "tokens_positive";
                for (Span span : joined(boxed.spans(), caption.text())) {
                    PhraseBox phraseBox = new PhraseBox(span.begin(), span.end(), box);
                    SampleChecks.requireInside(phraseBox, caption.text());
                    phraseBoxes.add(phraseBox);
                }
                kept.add(box);
            } catch (IllegalArgumentException e) {
                errors.add(
                        AnnotationErrors.fault(
                                boxed.location(), field, String.valueOf(e.getMessage()), e));
            }
        }
        if (!phraseBoxes.isEmpty()) {
            samples.accept(
                    new GroundingSample(
                            caption.image(),
                            caption.text(),
                            phraseBoxes,
                            kept,
                            caption.width(),
                            caption.height(),
                            caption.kind()));
        }
    }

    /** The spans in order; those separated by nothing but blanks are joined. */
    private static List<Span> joined(List<Span> spans, String text) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::begin)).toList()) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && areAdjacent(last, span, text)) {
                joined.set(
                        joined.size() - 1,
                        new Span(last.begin(), Math.max(last.end(), span.end())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    @SuppressWarnings("ArgumentSelectionDefectChecker") // a gap begins where a span ends
    private static Span gap(Span first, Span next) {
        return new Span(first.end(), next.begin());
    }

    /** Whether only blanks separate two spans; one outside the text is refused later. */
    private static boolean areAdjacent(Span first, Span next, String text) {
        return next.end() <= text.codePointCount(0, text.length())
                && (next.begin() <= first.end() || gap(first, next).of(text).isBlank());
    }
}
