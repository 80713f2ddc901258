package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * A scene and its image file.
 *
 * @param index its index, from 0
 * @param fileName of its image, relative to the data set's folder
 * @param scene what it shows
 */
record SceneImage(int index, String fileName, Scene scene) {
    /** An entry that names the image's file. */
    JsonObject entry() {
        JsonObject entry = new JsonObject();
        entry.addProperty("file_name", fileName);
        return entry;
    }

    void addSize(JsonObject entry) {
        entry.addProperty("width", scene.side());
        entry.addProperty("height", scene.side());
    }

    /** The boxes of all objects, corners in pixels. */
    JsonArray boxes() {
        JsonArray boxes = new JsonArray();
        scene.objects().forEach(object -> boxes.add(Json.corners(object.box())));
        return boxes;
    }
}
