package io.github.pevl.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.pevl.text.Box;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the original's grounding annotations: JSON lists with an entry for each sentence. A field
 * {@code kind} is ours and may be missing; other unknown fields are ignored. Errors name the file,
 * the entry and the field.
 */
public final class GroundingAnnotations {
    private static final TypeAdapter<JsonElement> ELEMENTS =
            new Gson().getAdapter(JsonElement.class);

    private static final Pattern BOX_IN_TEXT =
            Pattern.compile("\\s*@@(?:\\s+\\[(?:pos_\\d{1,3}|MASK)\\]){4}\\s+##\\s*");

    private static final String BOXES = "a list of boxes [x1, y1, x2, y2] in pixels";

    private GroundingAnnotations() {}

    /**
     * Reads training annotations: {@code caption}, {@code tokens_positive} with a span for each box
     * of {@code bbox_list} (corners in pixels), {@code not_crop_bbox_list} (if missing, the same
     * boxes).
     *
     * @param json the annotation file
     * @param imageRoot what relative file names are relative to; absolute ones stay as they are
     * @return the samples in the file's order
     * @throws IllegalArgumentException if the file is not such a list, or an entry is wrong
     * @throws IOException if the file cannot be read
     */
    public static List<GroundingSample> readTraining(Path json, Path imageRoot) throws IOException {
        return read(json, entry -> training(entry, imageRoot));
    }

    /**
     * Reads evaluation annotations: {@code pseudo_caption} with exactly one box in the text, and
     * {@code bbox} (x, y, width, height in pixels). The text before the box is what names it, and
     * {@code bbox} is the box: the positions in the text are dropped unread.
     *
     * @param json the annotation file
     * @param imageRoot what relative file names are relative to; absolute ones stay as they are
     * @return the samples in the file's order
     * @throws IllegalArgumentException if the file is not such a list, or an entry is wrong
     * @throws IOException if the file cannot be read
     */
    public static List<GroundingSample> readEvaluation(Path json, Path imageRoot)
            throws IOException {
        return read(json, entry -> evaluation(entry, imageRoot));
    }

    private static List<GroundingSample> read(
            Path json, Function<AnnotationEntry, GroundingSample> toSample) throws IOException {
        List<GroundingSample> samples = new ArrayList<>();
        try (JsonReader reader = new JsonReader(Files.newBufferedReader(json))) {
            if (reader.peek() != JsonToken.BEGIN_ARRAY) {
                throw new IllegalArgumentException(json + ": expected a JSON list [...].");
            }
            reader.beginArray();
            while (reader.hasNext()) {
                JsonElement content = ELEMENTS.read(reader);
                samples.add(toSample.apply(new AnnotationEntry(json, samples.size(), content)));
            }
            reader.endArray();
        } catch (MalformedJsonException | EOFException | JsonParseException e) {
            throw new IllegalArgumentException(
                    "%s: not JSON, or cut off: %s"
                            .formatted(AnnotationEntry.place(json, samples.size()), e.getMessage()),
                    e);
        }
        return samples;
    }

    private static GroundingSample training(AnnotationEntry entry, Path imageRoot) {
        int width = entry.pixels("width");
        int height = entry.pixels("height");
        // Spans count the letters of normal_caption where there is one.
        String caption = entry.text(entry.has("normal_caption") ? "normal_caption" : "caption");
        List<Box> boxes =
                entry.read("bbox_list", BOXES, value -> boxesInside(value, width, height));
        List<Box> kept =
                entry.has("not_crop_bbox_list")
                        ? entry.read(
                                "not_crop_bbox_list",
                                BOXES,
                                value -> boxesInside(value, width, height))
                        : boxes;
        List<Region> regions =
                entry.read(
                        "tokens_positive",
                        "a list of spans [begin, end)",
                        value -> regions(value, boxes, caption));
        return new GroundingSample(
                picture(entry, imageRoot), caption, regions, kept, width, height, kind(entry));
    }

    private static GroundingSample evaluation(AnnotationEntry entry, Path imageRoot) {
        int width = entry.pixels("width");
        int height = entry.pixels("height");
        String text = entry.text("pseudo_caption");
        Box box =
                entry.read(
                        "bbox",
                        "a box [x, y, width, height] in pixels",
                        value -> boxOfSize(value, width, height));
        String[] parts = entry.read("pseudo_caption", "a text", value -> aroundTheBox(text));
        String sentence = parts[1].isEmpty() ? parts[0] : parts[0] + " " + parts[1];
        return new GroundingSample(
                picture(entry, imageRoot),
                sentence,
                List.of(new Region(0, parts[0].length(), box)),
                List.of(box),
                width,
                height,
                kind(entry));
    }

    private static List<Region> regions(JsonElement spans, List<Box> boxes, String caption) {
        List<double[]> pairs = AnnotationEntry.tuples(spans, 2);
        if (pairs.isEmpty() || pairs.size() != boxes.size()) {
            throw new IllegalArgumentException(
                    "%d spans for the %d boxes of bbox_list; there must be one each, at least one."
                            .formatted(pairs.size(), boxes.size()));
        }
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            double[] span = pairs.get(i);
            Region region = new Region((int) span[0], (int) span[1], boxes.get(i));
            SampleChecks.requireInside(region, caption);
            regions.add(region);
        }
        return regions;
    }

    private static List<Box> boxesInside(JsonElement list, int width, int height) {
        List<Box> boxes = new ArrayList<>();
        for (double[] corners : AnnotationEntry.tuples(list, 4)) {
            Box box = new Box(corners[0], corners[1], corners[2], corners[3]);
            boxes.add(clamped(box, width, height));
        }
        return boxes;
    }

    /** The part in the picture, as the original takes it; a box beside the picture has none. */
    private static Box clamped(Box box, int width, int height) {
        SampleChecks.requireInside(box, width, height);
        return new Box(
                Math.max(box.x1(), 0),
                Math.max(box.y1(), 0),
                Math.min(box.x2(), width),
                Math.min(box.y2(), height));
    }

    private static Box boxOfSize(JsonElement value, int width, int height) {
        double[] xywh = AnnotationEntry.tuple(value, 4);
        Box box = new Box(xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3]);
        SampleChecks.requireInside(box, width, height);
        return box; // compared as it is written, even where it reaches beyond the picture
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

    private static Path picture(AnnotationEntry entry, Path imageRoot) {
        String name = entry.text("file_name");
        return entry.read("file_name", "a path", value -> imageRoot.resolve(name));
    }

    private static String kind(AnnotationEntry entry) {
        return entry.has("kind") ? entry.text("kind") : null;
    }
}
