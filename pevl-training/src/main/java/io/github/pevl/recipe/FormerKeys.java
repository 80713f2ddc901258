package io.github.pevl.recipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/**
 * Keys that recipes had before, or had not yet. Files of that time, such as an old {@code
 * run.json}, still load.
 */
final class FormerKeys {

    private static final Map<String, String> CURRENT =
            Map.of(
                    "passes", "accumulationSteps",
                    "augmentation.cropLeast", "augmentation.minCrop",
                    "augmentation.cropMost", "augmentation.maxCrop");

    private static final int RANK = 4;
    private static final int PROMPT_TOKENS = 16;

    private FormerKeys() {}

    /** The key that has this meaning today, such as {@code learningRate.peak}. */
    static String current(String key) {
        return CURRENT.getOrDefault(key, key);
    }

    /** Adds the keys that all recipes had not yet, with the values that say what was done then. */
    static void complete(JsonObject recipe) {
        if (!recipe.has("tuning")) {
            recipe.addProperty("tuning", Tuning.FULL.name());
        }
        if (!recipe.has("rank")) {
            recipe.addProperty("rank", RANK);
        }
        if (!recipe.has("promptTokens")) {
            recipe.addProperty("promptTokens", PROMPT_TOKENS);
        }
        if (!recipe.has("recompute")) {
            recipe.addProperty("recompute", false);
        }
        if (!recipe.has("precision")) {
            recipe.addProperty("precision", TrainingPrecision.FLOAT32.name());
        }
        JsonObject rate = recipe.getAsJsonObject("learningRate");
        if (rate != null && !rate.has("everyStep")) {
            rate.addProperty("everyStep", false);
        }
    }

    /** The same values under the keys of today. */
    static JsonObject renamed(JsonObject values) {
        return renamed(values, "");
    }

    private static JsonObject renamed(JsonObject values, String path) {
        JsonObject renamed = new JsonObject();
        for (Map.Entry<String, JsonElement> entry : values.entrySet()) {
            String key = current(path + entry.getKey()).substring(path.length());
            JsonElement value = entry.getValue();
            renamed.add(
                    key,
                    value.isJsonObject()
                            ? renamed(value.getAsJsonObject(), path + key + ".")
                            : value);
        }
        return renamed;
    }
}
