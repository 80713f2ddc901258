package io.github.pevl.recipe;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import java.io.IOException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML as JSON trees, with the keys that recipes have today. */
final class RecipeYaml {

    private static final LoadSettings SETTINGS = LoadSettings.builder().setLabel("").build();

    private RecipeYaml() {}

    /** The keys and values of a file. */
    static JsonObject read(Path file) throws IOException {
        try {
            return object(JsonInput.text(file), file.toString());
        } catch (NotJsonException e) {
            throw new IOException(e.in(file.toString()), e);
        }
    }

    /** The keys and values of a text; {@code label} names it in messages. */
    static JsonObject object(String text, String label) throws IOException {
        return object(parse(text, label), label);
    }

    static JsonObject object(JsonElement element, String label) throws IOException {
        if (!element.isJsonObject()) {
            throw new IOException(
                    label + " holds no recipe; a recipe is a list of lines 'key: value'.");
        }
        return FormerKeys.renamed(element.getAsJsonObject());
    }

    /** Any value. */
    static JsonElement parse(String text, String label) throws IOException {
        try {
            return JsonUtils.GSON.toJsonTree(new Load(SETTINGS).loadFromString(text));
        } catch (YamlEngineException e) {
            String problem = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
            throw new IOException("%s is not YAML: %s".formatted(label, problem), e);
        }
    }
}
