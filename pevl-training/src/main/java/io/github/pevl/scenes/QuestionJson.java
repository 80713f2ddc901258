package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Questions in the original's format ({@code dataset/vqa_dataset.py}): spans of characters and
 * boxes of what is named, or {@code no_bbox} 1. Training and evaluation read the same entries.
 */
final class QuestionJson {
    private QuestionJson() {}

    static JsonObject entry(Picture picture, int number, SceneQuestion question) {
        boolean boxed = !question.mentions().isEmpty();
        JsonArray spans = new JsonArray();
        JsonArray boxes = new JsonArray();
        for (Mention mention : question.mentions()) {
            spans.add(Json.array(mention.begin(), mention.end()));
            boxes.add(Json.corners(picture.scene().objects().get(mention.object()).box()));
        }
        JsonObject entry = picture.entry();
        entry.addProperty("question", question.text());
        entry.addProperty("answer", question.answer());
        // An integer, as the original needs; no two are the same in a file.
        int id = picture.index() * SceneTasks.MOST_QUESTIONS + number;
        entry.addProperty("q_id", String.valueOf(id));
        entry.addProperty("no_bbox", boxed ? 0 : 1);
        entry.add("tokens_positive", spans);
        entry.add("bbox_list", boxed ? boxes : Json.list(Json.array(0, 0, 1, 1)));
        // All, since an answer may depend on what no word names.
        entry.add("not_crop_bbox_list", picture.boxes());
        picture.addSize(entry);
        entry.addProperty("kind", question.kind().label());
        return entry;
    }
}
