package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions in the original's format ({@code dataset/vqa_dataset.py}): spans of characters and
 * boxes of named objects, or {@code no_bbox} 1. Training and evaluation read the same entries.
 *
 * <p>With clues, a question that compares two values appears three times: two entries have one of
 * the values as the answer. From yes and no alone a small model does not learn to look at the
 * values.
 */
final class QuestionJson {
    private static final int MAX_CLUES = 2;

    private QuestionJson() {}

    static JsonObject entry(SceneImage image, int number, SceneQuestion question) {
        return entry(image, id(image, number), question, question.answer());
    }

    /** The question with its answer, then with each clue as the answer. */
    static List<JsonObject> withClues(SceneImage image, int number, SceneQuestion question) {
        List<String> answers = new ArrayList<>(List.of(question.answer()));
        answers.addAll(clues(image.scene(), question));
        int first = id(image, number) * (1 + MAX_CLUES);
        List<JsonObject> entries = new ArrayList<>();
        for (String answer : answers) {
            entries.add(entry(image, first + entries.size(), question, answer));
        }
        return entries;
    }

    /** A unique integer, as the original needs. */
    private static int id(SceneImage image, int number) {
        return image.index() * SceneTasks.MAX_QUESTIONS + number;
    }

    /** The two values that a question compares; empty for other questions. */
    private static List<String> clues(Scene scene, SceneQuestion question) {
        Trait compared = scene.world().wording().compared();
        List<SceneObject> named =
                question.mentions().stream().map(it -> scene.objects().get(it.object())).toList();
        return switch (question.kind()) {
            case CHECK -> {
                String text = question.text();
                String asked = text.substring(text.lastIndexOf(' ') + 1, text.length() - 1);
                boolean look = compared.values(scene.world()).contains(asked);
                SceneObject object = named.get(0);
                yield List.of(look ? compared.of(object) : object.kind().word(), asked);
            }
            case SAME -> named.stream().map(compared::of).toList();
            default -> List.of();
        };
    }

    private static JsonObject entry(
            SceneImage image, int id, SceneQuestion question, String answer) {
        boolean boxed = !question.mentions().isEmpty();
        JsonArray spans = new JsonArray();
        JsonArray boxes = new JsonArray();
        for (Mention mention : question.mentions()) {
            spans.add(Json.array(mention.start(), mention.end()));
            boxes.add(Json.corners(image.scene().objects().get(mention.object()).box()));
        }
        JsonObject entry = image.entry();
        entry.addProperty("question", question.text());
        entry.addProperty("answer", answer);
        entry.addProperty("q_id", String.valueOf(id));
        entry.addProperty("no_bbox", boxed ? 0 : 1);
        entry.add("tokens_positive", spans);
        entry.add("bbox_list", boxed ? boxes : Json.list(Json.array(0, 0, 1, 1)));
        // All boxes, since an answer may depend on objects that the question does not name.
        entry.add("not_crop_bbox_list", image.boxes());
        image.addSize(entry);
        entry.addProperty("kind", question.kind().label());
        return entry;
    }
}
