package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.scenes.SceneRelations.Pair;
import io.github.pevl.scenes.SceneRelations.Triple;
import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * Relations in the original's formats ({@code dataset/vrd_dataset.py}). For training, an entry for
 * one triple ({@code with_rel} 1), or for pairs without a relation, of which one is drawn ({@code
 * with_rel} 0); boxes in a frame whose longer side is 1024. For evaluation, an entry for an image,
 * boxes in pixels: the original's boxes (a pickle) and triples (a JSON file) in one.
 */
final class RelationJson {
    /** Fewer objects make at most 12 pairs, of which R@20 would take all. */
    static final int MIN_OBJECTS = 5;

    /** With more triples, R@20 could not reach 1. */
    static final int MAX_TRIPLES = 20;

    private static final double FRAME = 1024;
    private static final double TEN_THOUSANDTHS = 10_000;

    /** Ratio of triples to pairs without a relation. */
    private static final int TRIPLES = 6;

    private static final int ENTRIES_WITHOUT = 2;

    private RelationJson() {}

    static List<JsonObject> training(SceneImage image) {
        SceneRelations relations = image.scene().tasks().relations();
        List<JsonObject> entries = new ArrayList<>();
        for (Triple triple : relations.triples().stream().limit(TRIPLES).toList()) {
            JsonObject entry = objects(image);
            entry.addProperty("with_rel", 1);
            entry.add("rel_tri", numbers(triple));
            entry.add("un_rel_pair", new JsonArray());
            entries.add(entry);
        }
        List<Pair> pairs = relations.unrelated();
        int groups = Math.min(ENTRIES_WITHOUT, pairs.size());
        for (int i = 0; i < groups; i++) {
            JsonArray group = new JsonArray();
            for (int j = i; j < pairs.size(); j += groups) {
                group.add(pairs.get(j).subject() + "_" + pairs.get(j).object());
            }
            JsonObject entry = objects(image);
            entry.addProperty("with_rel", 0);
            entry.add("un_rel_pair", group);
            entries.add(entry);
        }
        return entries;
    }

    /** Whether the image is used for evaluation: it has many pairs, and R@20 can reach 1. */
    static boolean evaluates(Scene scene) {
        int triples = scene.tasks().relations().triples().size();
        return scene.objects().size() >= MIN_OBJECTS && triples >= 1 && triples <= MAX_TRIPLES;
    }

    static JsonObject evaluation(SceneImage image) {
        JsonObject entry = new JsonObject();
        entry.addProperty("img_path", image.fileName());
        image.addSize(entry);
        entry.add("boxes", image.boxes());
        entry.add("labels", classes(image));
        JsonArray triples = new JsonArray();
        image.scene().tasks().relations().triples().forEach(it -> triples.add(numbers(it)));
        entry.add("relations", triples);
        return entry;
    }

    /** The names of classes and predicates by their numbers, from "1". */
    static JsonObject dictionary(World world) {
        JsonObject dictionary = new JsonObject();
        List<String> kinds = world.kinds().stream().map(SceneKind::word).toList();
        dictionary.add("idx_to_label", numbered(kinds));
        dictionary.add("idx_to_predicate", numbered(ScenePredicate.allWords(world)));
        return dictionary;
    }

    private static JsonObject objects(SceneImage image) {
        JsonObject size = new JsonObject();
        image.addSize(size);
        JsonArray boxes = new JsonArray();
        double scale = FRAME / image.scene().side();
        for (SceneObject object : image.scene().objects()) {
            Box box = object.box();
            boxes.add(
                    Json.array(
                            rounded(box.x1() * scale),
                            rounded(box.y1() * scale),
                            rounded(box.x2() * scale),
                            rounded(box.y2() * scale)));
        }
        JsonObject entry = image.entry();
        entry.add("img_info", size);
        entry.add("bbox_list", boxes);
        entry.add("gt_classes", classes(image));
        return entry;
    }

    private static JsonArray classes(SceneImage image) {
        JsonArray classes = new JsonArray();
        List<SceneKind> kinds = image.scene().world().kinds();
        image.scene().objects().forEach(it -> classes.add(kinds.indexOf(it.kind()) + 1));
        return classes;
    }

    private static JsonArray numbers(Triple triple) {
        return Json.array(triple.subject(), triple.object(), triple.predicate().number());
    }

    private static JsonObject numbered(List<String> names) {
        JsonObject numbered = new JsonObject();
        for (int i = 0; i < names.size(); i++) {
            numbered.addProperty(String.valueOf(i + 1), names.get(i));
        }
        return numbered;
    }

    private static double rounded(double value) {
        return Math.round(value * TEN_THOUSANDTHS) / TEN_THOUSANDTHS;
    }
}
