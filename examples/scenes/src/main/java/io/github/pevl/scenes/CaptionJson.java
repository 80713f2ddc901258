package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.text.Box;

/**
 * Captions as grounding training annotations ({@code dataset/grounding_dataset.py}): a span of
 * characters and a box for each phrase. Evaluation reads the same entries.
 */
final class CaptionJson {
    private CaptionJson() {}

    static JsonObject entry(SceneImage image, SceneCaption caption) {
        JsonArray spans = new JsonArray();
        JsonArray boxes = new JsonArray();
        for (Mention mention : caption.mentions()) {
            Box box = image.scene().objects().get(mention.object()).box();
            spans.add(Json.array(mention.start(), mention.end()));
            boxes.add(Json.corners(box));
        }
        JsonObject entry = image.entry();
        entry.addProperty("caption", caption.text());
        entry.add("tokens_positive", spans);
        entry.add("bbox_list", boxes);
        // All boxes, since "the highest star" compares with the others.
        entry.add("not_crop_bbox_list", image.boxes());
        image.addSize(entry);
        entry.addProperty("kind", "phrase");
        return entry;
    }
}
