package io.github.pevl.scenes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The annotation files of a data set, open for writing. */
final class SceneFiles implements AutoCloseable {
    private static final String TRAIN = "train.json";
    private static final String EVALUATE = "eval.json";
    private static final String CAPTIONS = "captions-";
    private static final String RELATIONS = "relations-";
    private static final String CHOICES = "choices-";
    private static final String QUESTIONS = "questions-";
    private static final String PRESENCE = "presence-";
    private static final String CLUES = QUESTIONS + "clues.json";

    private final Path folder;
    private final World world;
    private final Map<String, JsonListFile> files = new LinkedHashMap<>();

    SceneFiles(Path folder, World world) throws IOException {
        this.folder = folder;
        this.world = world;
        List<String> tasks = new ArrayList<>(List.of("", CAPTIONS, RELATIONS, CHOICES, QUESTIONS));
        if (world.wording().presence()) {
            tasks.add(PRESENCE);
        }
        try {
            for (String task : tasks) {
                for (String use : List.of(TRAIN, EVALUATE)) {
                    files.put(task + use, new JsonListFile(folder.resolve(task + use)));
                }
            }
            files.put(CLUES, new JsonListFile(folder.resolve(CLUES)));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Writes the lists of predicates and answers, which are the same for all scenes. */
    void writeLists() throws IOException {
        Files.writeString(
                folder.resolve("relations-dictionary.json"), RelationJson.dictionary(world) + "\n");
        Files.write(folder.resolve("predicates.txt"), ScenePredicate.allWords(world));
        Files.writeString(
                folder.resolve("answers.json"), Json.texts(SceneWords.answers(world)) + "\n");
    }

    void add(SceneImage image) throws IOException {
        Scene scene = image.scene();
        for (SceneExpression expression : scene.expressions()) {
            for (SceneAnnotation annotation :
                    SceneAnnotation.of(image.fileName(), scene, expression)) {
                add(TRAIN, annotation.forTraining());
                if (expression.targets().size() == 1) {
                    add(EVALUATE, annotation.forEvaluation());
                }
            }
        }
        for (SceneStatement statement : scene.tasks().statements()) {
            addToBoth(PRESENCE, PresenceJson.entry(image, statement));
        }
        for (SceneCaption caption : scene.tasks().captions()) {
            addToBoth(CAPTIONS, CaptionJson.entry(image, caption));
        }
        addAll(RELATIONS + TRAIN, RelationJson.training(image));
        if (RelationJson.evaluates(scene)) {
            add(RELATIONS + EVALUATE, RelationJson.evaluation(image));
        }
        List<SceneChoice> choices = scene.tasks().choices();
        for (int i = 0; i < choices.size(); i++) {
            addAll(CHOICES + TRAIN, ChoiceJson.training(image, choices.get(i)));
            addAll(CHOICES + EVALUATE, ChoiceJson.evaluation(image, i, choices.get(i)));
        }
        List<SceneQuestion> questions = scene.tasks().questions();
        for (int i = 0; i < questions.size(); i++) {
            addToBoth(QUESTIONS, QuestionJson.entry(image, i, questions.get(i)));
            addAll(CLUES, QuestionJson.withClues(image, i, questions.get(i)));
        }
    }

    private void addToBoth(String task, JsonElement entry) throws IOException {
        add(task + TRAIN, entry);
        add(task + EVALUATE, entry);
    }

    private void addAll(String file, List<JsonObject> entries) throws IOException {
        for (JsonObject entry : entries) {
            add(file, entry);
        }
    }

    private void add(String file, JsonElement entry) throws IOException {
        JsonListFile target = files.get(file);
        if (target == null) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
        target.add(entry);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (JsonListFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e; // close the others nevertheless
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
