package io.github.pevl.recipe;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.json.JsonInput;
import io.github.pevl.json.NotJsonException;
import io.github.pevl.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A recipe in the making: one that comes with the library or a file, then what is to be different.
 * Each change gives a new draft; {@link #recipe()} checks the result.
 */
public final class RecipeDraft {

    /** The recipes that come with the library: those of the paper, then those of drawn scenes. */
    public static final List<String> NAMES =
            List.of(
                    "stage-one",
                    "stage-two",
                    "refcoco",
                    "refcoco-plus",
                    "refcocog",
                    "flickr30k",
                    "vrd-pretrain",
                    "vrd",
                    "vcr-pretrain",
                    "vcr",
                    "gqa-pretrain",
                    "gqa",
                    "scenes",
                    "scenes-first",
                    "scenes-last",
                    "scenes-stage-one",
                    "scenes-stage-two",
                    "scenes-expressions",
                    "scenes-phrases",
                    "scenes-relations",
                    "scenes-choices",
                    "scenes-answers");

    private static final LoadSettings SETTINGS = LoadSettings.builder().setLabel("").build();

    private final String origin;
    private final JsonObject values;

    private RecipeDraft(String origin, JsonObject values) {
        this.origin = origin;
        this.values = values;
    }

    /**
     * A recipe that comes with the library.
     *
     * @throws IllegalArgumentException listing the names that exist if this one does not
     */
    public static RecipeDraft named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no recipe '%s'. Recipes: %s."
                            .formatted(name, String.join(", ", NAMES)));
        }
        String resource = name + ".yaml";
        try (InputStream in = RecipeDraft.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new RecipeDraft("The recipe " + name, object(parse(text, resource), resource));
        } catch (IOException e) {
            throw new IllegalStateException("The recipe " + name + " is broken", e);
        }
    }

    /**
     * A whole recipe of one's own, or that of a {@code run.json}.
     *
     * @param file YAML, of which JSON is a part
     * @throws IOException if the file cannot be read or is not YAML; the message names it
     */
    public static RecipeDraft read(Path file) throws IOException {
        JsonObject values = object(parse(text(file), file.toString()), file.toString());
        JsonElement ofRun = values.get("recipe");
        return new RecipeDraft(
                file.toString(), ofRun == null ? values : object(ofRun, file.toString()));
    }

    /** The draft of a recipe. */
    public static RecipeDraft of(Recipe recipe) {
        return new RecipeDraft("The recipe " + recipe.name(), RecordJson.tree(recipe));
    }

    /**
     * The same with what a file says otherwise.
     *
     * @param file YAML with some of the keys of a recipe
     * @throws IOException if the file cannot be read or is not YAML, or a key is unknown; the
     *     message names the file
     */
    public RecipeDraft with(Path file) throws IOException {
        JsonObject changed = values.deepCopy();
        String label = file.toString();
        merge(changed, object(parse(text(file), label), label), label, "");
        return new RecipeDraft(origin + " with " + label, changed);
    }

    private static void merge(JsonObject into, JsonObject changes, String label, String path)
            throws IOException {
        for (Map.Entry<String, JsonElement> change : changes.entrySet()) {
            String key = change.getKey();
            JsonElement old = into.get(key);
            if (old == null) {
                throw new IOException(
                        "%s: unknown key %s; the keys there are %s."
                                .formatted(label, path + key, into.keySet()));
            }
            if (old.isJsonObject() && change.getValue().isJsonObject()) {
                JsonObject below = change.getValue().getAsJsonObject();
                merge(old.getAsJsonObject(), below, label, path + key + ".");
            } else {
                into.add(key, change.getValue());
            }
        }
    }

    /**
     * The same with another value.
     *
     * @param key such as {@code batch} or {@code learningRate.peak}
     * @param value as in YAML, such as {@code 16}, {@code 1e-4} or {@code [400, 500]}
     * @throws IllegalArgumentException listing the keys that exist if this one does not
     */
    public RecipeDraft with(String key, String value) {
        JsonObject changed = values.deepCopy();
        JsonObject at = changed;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length; i++) {
            JsonElement old = at.get(names[i]);
            boolean last = i == names.length - 1;
            if (old == null || old.isJsonObject() == last) {
                throw new IllegalArgumentException(
                        "%s: a recipe has no such value. It has %s%s."
                                .formatted(
                                        key,
                                        i == 0 ? "" : "below " + names[i - 1] + " ",
                                        at.keySet()));
            }
            if (!last) {
                at = old.getAsJsonObject();
            }
        }
        try {
            at.add(names[names.length - 1], parse(value, key));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new RecipeDraft(origin, changed);
    }

    /**
     * What {@link #with(String, String)} takes to make one recipe of another.
     *
     * @return values by key, as in YAML, in the order of recipes; empty if they are the same
     */
    public static Map<String, String> differences(Recipe from, Recipe to) {
        Map<String, String> differences = new LinkedHashMap<>();
        differences(RecordJson.tree(from), RecordJson.tree(to), "", differences);
        return differences;
    }

    private static void differences(
            JsonObject from, JsonObject to, String path, Map<String, String> differences) {
        for (Map.Entry<String, JsonElement> value : to.entrySet()) {
            JsonElement old = from.get(value.getKey());
            JsonElement now = value.getValue();
            if (now.isJsonObject()) {
                String below = path + value.getKey() + ".";
                differences(old.getAsJsonObject(), now.getAsJsonObject(), below, differences);
            } else if (!now.equals(old)) {
                String yaml = now.isJsonPrimitive() ? now.getAsString() : now.toString();
                differences.put(path + value.getKey(), yaml);
            }
        }
    }

    /**
     * The recipe.
     *
     * @throws IOException if a key is missing or unknown, or a value is not of its type or out of
     *     range
     */
    public Recipe recipe() throws IOException {
        return RecordJson.read(new StringReader(values.toString()), origin, Recipe.class);
    }

    private static String text(Path file) throws IOException {
        try {
            return JsonInput.text(file);
        } catch (NotJsonException e) {
            throw new IOException(e.in(file.toString()), e);
        }
    }

    private static JsonElement parse(String text, String label) throws IOException {
        try {
            return JsonUtils.GSON.toJsonTree(new Load(SETTINGS).loadFromString(text));
        } catch (YamlEngineException e) {
            String problem = e.getMessage().replaceAll("\\s+", " ").strip();
            throw new IOException("%s is not YAML: %s".formatted(label, problem), e);
        }
    }

    private static JsonObject object(JsonElement element, String label) throws IOException {
        if (!element.isJsonObject()) {
            throw new IOException(
                    label + " holds no recipe; a recipe is a list of lines 'key: value'.");
        }
        return element.getAsJsonObject();
    }
}
