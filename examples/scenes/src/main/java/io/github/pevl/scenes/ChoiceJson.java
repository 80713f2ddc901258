package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.scenes.SceneChoice.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Questions with choices in the original's formats ({@code dataset/vcr_dataset.py}): sentences are
 * lists of tokens, in which a list of integers points at objects. For training, an entry says
 * whether its sentence with the answer, or with the rationale, is right. For evaluation, an entry
 * has four answers, or four rationales; then its question holds the right answer, too.
 *
 * <p>No list points at more than one object: the original joins several by "and" in training, but
 * not in evaluation, and so asks sentences that it was not trained on. Here "and" is a token.
 */
final class ChoiceJson {
    private static final double SCORE = 1; // the confidence of a detector; drawn objects have none

    private ChoiceJson() {}

    /** A right and a wrong answer, a right and a wrong rationale. */
    static List<JsonObject> training(SceneImage image, SceneChoice choice) {
        List<JsonObject> entries = new ArrayList<>();
        for (String asked : List.of("with_answer", "with_rationale")) {
            for (int label = 1; label >= 0; label--) {
                JsonObject entry = objects(image, choice);
                entry.add("right_answer", tokens(choice.answers().rightText()));
                entry.add("wrong_answer", tokens(wrong(choice.answers(), entries.size())));
                entry.add("right_rationale", tokens(choice.rationales().rightText()));
                entry.add("wrong_rationale", tokens(wrong(choice.rationales(), entries.size())));
                image.addSize(entry);
                entry.addProperty("label", label);
                entry.addProperty(asked, 1);
                entry.addProperty("kind", choice.topic().label());
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A different one for each entry; the options are in random order. */
    private static String wrong(Options options, int turn) {
        List<String> wrong =
                options.texts().stream().filter(it -> !it.equals(options.rightText())).toList();
        return wrong.get(turn % wrong.size());
    }

    static List<JsonObject> evaluation(SceneImage image, int number, SceneChoice choice) {
        JsonObject answers = objects(image, choice);
        addChoices(answers, "answer", choice.answers());
        JsonObject rationales = objects(image, choice);
        JsonArray questionAndAnswer = tokens(choice.question());
        questionAndAnswer.add("[SEP]");
        questionAndAnswer.addAll(tokens(choice.answers().rightText()));
        rationales.add("question", questionAndAnswer);
        addChoices(rationales, "rationale", choice.rationales());
        for (JsonObject entry : List.of(answers, rationales)) {
            entry.addProperty("annot_id", "%d-%d".formatted(image.index(), number));
            image.addSize(entry);
            entry.addProperty("kind", choice.topic().label());
        }
        return List.of(answers, rationales);
    }

    private static void addChoices(JsonObject entry, String what, Options options) {
        JsonArray choices = new JsonArray();
        options.texts().forEach(text -> choices.add(tokens(text)));
        entry.add(what + "_choices", choices);
        entry.addProperty(what + "_label", options.right());
    }

    private static JsonObject objects(SceneImage image, SceneChoice choice) {
        JsonArray boxes = image.boxes();
        boxes.forEach(box -> box.getAsJsonArray().add(SCORE));
        // One name for all objects: others would give answers away.
        String name = image.scene().world().anyKind();
        JsonObject entry = image.entry();
        entry.add("bbox_list", boxes);
        entry.add("names", Json.texts(Collections.nCopies(boxes.size(), name)));
        entry.add("question", tokens(choice.question()));
        return entry;
    }

    /** "what is [0] ?" becomes ["what", "is", [0], "?"]. */
    private static JsonArray tokens(String sentence) {
        JsonArray tokens = new JsonArray();
        for (String word : sentence.split(" ", -1)) {
            if (word.startsWith("[")) {
                tokens.add(Json.array(Integer.valueOf(word.substring(1, word.length() - 1))));
            } else {
                tokens.add(word);
            }
        }
        return tokens;
    }
}
