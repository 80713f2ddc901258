package io.github.pevl.data;

import com.google.gson.JsonElement;
import io.github.pevl.data.RelationSample.Triple;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads relations (dataset/vrd_dataset.py).
 *
 * @param dictionary the names behind the numbers
 */
record RelationEntries(RelationDictionary dictionary) {

    private static final Pattern PAIR = Pattern.compile("(\\d{1,9})_(\\d{1,9})");
    private static final String TRIPLE = "[subject, object, predicate], whole numbers";
    private static final String PAIRS = "a pair such as \"0_1\"";

    /** One triple, or pairs without a relation; boxes as Visual Genome has them. */
    List<RelationSample> training(AnnotationEntry entry) {
        AnnotationEntry size = entry.has("img_info") ? entry.inner("img_info") : entry;
        BoxFields fields = BoxFields.of(entry, size);
        Path image = fields.image("file_name");
        List<NamedBox> objects = objects(entry, "gt_classes", fields.genomeCorners("bbox_list"));
        boolean related = !entry.has("with_rel") || entry.flag("with_rel");
        List<Triple> triples = new ArrayList<>();
        List<Pair> unrelated = new ArrayList<>();
        if (related) {
            triples.add(entry.read("rel_tri", TRIPLE, value -> triple(value, objects.size())));
        } else {
            unrelated.addAll(
                    entry.each("un_rel_pair", PAIRS, value -> pair(value, objects.size())));
        }
        if (!related && unrelated.isEmpty() && !entry.hasErrors()) {
            throw AnnotationErrors.fault(
                    entry.location(), "un_rel_pair", "is empty; one pair is needed");
        }
        return sample(fields, image, objects, triples, unrelated);
    }

    /** All relations of an image; boxes in pixels of the image. */
    List<RelationSample> evaluation(AnnotationEntry entry) {
        BoxFields fields = BoxFields.of(entry);
        Path image = fields.image(entry.has("img_path") ? "img_path" : "file_name");
        List<NamedBox> objects = objects(entry, "labels", fields.corners("boxes"));
        List<Triple> triples =
                entry.each("relations", TRIPLE, value -> triple(value, objects.size()));
        if (triples.isEmpty() && !entry.hasErrors()) {
            throw AnnotationErrors.fault(
                    entry.location(), "relations", "is empty; there is nothing to find");
        }
        return sample(fields, image, objects, triples, List.of());
    }

    private static List<RelationSample> sample(
            BoxFields fields,
            Path image,
            List<NamedBox> objects,
            List<Triple> triples,
            List<Pair> unrelated) {
        return fields.entry().hasErrors()
                ? List.of()
                : List.of(
                        new RelationSample(
                                image,
                                objects,
                                triples,
                                unrelated,
                                fields.width(),
                                fields.height()));
    }

    private List<NamedBox> objects(AnnotationEntry entry, String field, List<Box> boxes) {
        List<String> names =
                entry.each(
                        field,
                        "the number of a label",
                        value -> dictionary.label(AnnotationEntry.whole(value)));
        return named(entry, field, names, boxes);
    }

    /** Names and boxes of the same objects. */
    static List<NamedBox> named(
            AnnotationEntry entry, String field, List<String> names, List<Box> boxes) {
        if (entry.hasErrors()) {
            throw new AnnotationErrors.Skip(); // object numbers would be wrong from here on
        }
        if (names.size() != boxes.size()) {
            throw AnnotationErrors.fault(
                    entry.location(),
                    field,
                    "%d names for %d boxes; there must be one each"
                            .formatted(names.size(), boxes.size()));
        }
        List<NamedBox> objects = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Box box = boxes.get(i);
            objects.add(entry.read("%s[%d]".formatted(field, i), () -> new NamedBox(name, box)));
        }
        return objects;
    }

    private Triple triple(JsonElement value, int objects) {
        double[] numbers = AnnotationEntry.tuple(value, 3, 3);
        Triple triple =
                new Triple(
                        (int) numbers[0], (int) numbers[1], dictionary.predicate((int) numbers[2]));
        RelationSample.requirePair(triple.subject(), triple.object(), objects);
        return triple;
    }

    private static Pair pair(JsonElement value, int objects) {
        Matcher matcher = PAIR.matcher(AnnotationEntry.text(value));
        if (!matcher.matches()) {
            throw new IllegalStateException();
        }
        Pair pair =
                new Pair(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        RelationSample.requirePair(pair.subject(), pair.object(), objects);
        return pair;
    }
}
