package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scenes, and the folder that they were written to. */
record WrittenScenes(Path folder, List<Scene> scenes) {
    /** Writes images of another side than usual, so that no number is right by chance. */
    static WrittenScenes write(Path folder, long seed, int count) throws IOException {
        SceneGenerator generator = new SceneGenerator(seed, 128, SceneGenerator.MAX_OBJECTS);
        SceneWriter.write(generator, count, folder, done -> {});
        return new WrittenScenes(
                folder, IntStream.range(0, count).mapToObj(generator::scene).toList());
    }

    Scene sceneOf(JsonObject entry, String field) {
        String name = entry.get(field).getAsString();
        assertThat(folder.resolve(name)).isRegularFile();
        return scenes.get(Integer.parseInt(name.replaceAll("\\D", "")));
    }

    static List<Box> boxesOf(Scene scene) {
        return scene.objects().stream().map(SceneObject::box).toList();
    }

    static List<Box> boxes(JsonObject entry, String field) {
        List<Box> boxes = new ArrayList<>();
        entry.getAsJsonArray(field).forEach(it -> boxes.add(box(it.getAsJsonArray())));
        return boxes;
    }

    static Box box(JsonArray corners) {
        return new Box(
                corners.get(0).getAsDouble(),
                corners.get(1).getAsDouble(),
                corners.get(2).getAsDouble(),
                corners.get(3).getAsDouble());
    }

    static List<String> strings(JsonArray list) {
        List<String> strings = new ArrayList<>();
        list.forEach(it -> strings.add(it.getAsString()));
        return strings;
    }

    /** The entries of files to train and to evaluate with that have the same. */
    List<JsonObject> readBoth(String kind) throws IOException {
        List<JsonObject> entries = read(kind + "-train.json");
        assertThat(read(kind + "-eval.json")).isEqualTo(entries);
        return entries;
    }

    /** Checks the fields of an entry of a sentence with spans and boxes. */
    static void hasFields(JsonObject entry, String... own) {
        assertThat(entry.keySet())
                .containsOnlyOnce(own)
                .containsSubsequence(
                        "file_name",
                        "tokens_positive",
                        "bbox_list",
                        "not_crop_bbox_list",
                        "width",
                        "height",
                        "kind")
                .hasSize(own.length + 7);
    }

    List<JsonObject> read(String name) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        JsonParser.parseString(text(name))
                .getAsJsonArray()
                .forEach(it -> entries.add(it.getAsJsonObject()));
        return entries;
    }

    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
