package io.github.pevl.recipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.json.RecordJson;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recipe before it is checked: a named one or one from a file, with changes on top. Each change
 * returns a new draft; {@link #recipe()} checks the result.
 *
 * <p>A file may start with {@code extends: NAME}. It then takes over the values of that named
 * recipe and lists only what differs.
 */
public final class RecipeDraft {

    private static final String EXTENDS = "extends";

    private final String origin;
    private final JsonObject values;

    private RecipeDraft(String origin, JsonObject values) {
        this.origin = origin;
        this.values = values;
        FormerKeys.complete(values);
    }

    /** The names of the recipes that come with the library, in alphabetical order. */
    public static List<String> names() {
        return NamedRecipes.NAMES;
    }

    /**
     * A recipe that comes with the library.
     *
     * @throws IllegalArgumentException listing the names that exist if this one does not
     */
    public static RecipeDraft named(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "There is no recipe '%s'. Recipes: %s."
                            .formatted(name, String.join(", ", names())));
        }
        String label = "The recipe " + name;
        try {
            JsonObject values = RecipeYaml.object(NamedRecipes.text(name), label);
            return new RecipeDraft(label, extended(values, label));
        } catch (IOException e) {
            throw new IllegalStateException(label + " is broken", e);
        }
    }

    /**
     * A recipe from a file, or the recipe of a {@code run.json}.
     *
     * @param file YAML, or JSON, which is a subset of it
     * @throws IOException if the file cannot be read or is not YAML, or extends a recipe that does
     *     not exist; the message names the file
     */
    public static RecipeDraft read(Path file) throws IOException {
        String label = file.toString();
        JsonObject values = RecipeYaml.read(file);
        JsonElement ofRun = values.get("recipe");
        if (ofRun != null) {
            return new RecipeDraft(label, RecipeYaml.object(ofRun, label));
        }
        return new RecipeDraft(label, extended(values, label));
    }

    /** The values on top of those of the recipe that they extend, if they extend one. */
    private static JsonObject extended(JsonObject values, String label) throws IOException {
        JsonElement base = values.remove(EXTENDS);
        if (base == null) {
            return values;
        }
        if (!base.isJsonPrimitive() || !names().contains(base.getAsString())) {
            throw new IOException(
                    "%s: extends is %s; it takes the name of a recipe, one of %s."
                            .formatted(label, base, String.join(", ", names())));
        }
        JsonObject merged = named(base.getAsString()).values.deepCopy();
        merge(merged, values, label, "");
        return merged;
    }

    /** The draft of a recipe. */
    public static RecipeDraft of(Recipe recipe) {
        return new RecipeDraft("The recipe " + recipe.name(), RecordJson.tree(recipe));
    }

    /**
     * This draft with the values of a file on top.
     *
     * @param file YAML with some of the keys of a recipe
     * @throws IOException if the file cannot be read or is not YAML, or a key is unknown; the
     *     message names the file
     */
    public RecipeDraft with(Path file) throws IOException {
        JsonObject changed = values.deepCopy();
        String label = file.toString();
        merge(changed, RecipeYaml.read(file), label, "");
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
     * This draft with another value.
     *
     * @param key such as {@code batch} or {@code learningRate.peak}
     * @param value as in YAML, such as {@code 16}, {@code 1e-4} or {@code [400, 500]}
     * @throws IllegalArgumentException listing the keys that exist if this one does not
     */
    public RecipeDraft with(String key, String value) {
        JsonObject changed = values.deepCopy();
        JsonObject at = changed;
        String[] names = FormerKeys.current(key).split("\\.", -1);
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
            at.add(names[names.length - 1], RecipeYaml.parse(value, key));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new RecipeDraft(origin, changed);
    }

    /**
     * The changes that turn one recipe into another, as {@link #with(String, String)} takes them.
     *
     * @return values by key, as in YAML, in the order of the keys; empty if the recipes are equal
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
     * The checked recipe.
     *
     * @throws IOException if a key is missing or unknown, or a value is not of its type or out of
     *     range
     */
    public Recipe recipe() throws IOException {
        return RecordJson.read(new StringReader(values.toString()), origin, Recipe.class);
    }
}
