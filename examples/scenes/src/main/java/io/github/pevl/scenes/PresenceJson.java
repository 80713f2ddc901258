package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Statements as annotations of a format of ours: an expression with the boxes of all objects that
 * it means, perhaps none. Evaluation reads the same entries.
 */
final class PresenceJson {
    private PresenceJson() {}

    static JsonObject entry(SceneImage image, SceneStatement statement) {
        JsonArray boxes = new JsonArray();
        for (int target : statement.targets()) {
            boxes.add(Json.corners(image.scene().objects().get(target).box()));
        }
        JsonObject entry = image.entry();
        entry.addProperty("caption", statement.text());
        entry.add("bbox_list", boxes);
        // All boxes: where nothing is meant, a model will find one of these.
        entry.add("not_crop_bbox_list", image.boxes());
        image.addSize(entry);
        entry.addProperty("kind", statement.kind());
        return entry;
    }
}
