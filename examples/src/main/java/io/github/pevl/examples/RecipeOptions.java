package io.github.pevl.examples;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.pevl.json.RecordJson;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** A recipe, and what this run does differently. */
final class RecipeOptions {

    @Option(
            names = {"-r", "--recipe"},
            paramLabel = "RECIPE",
            defaultValue = "scenes",
            description = {
                "How to train: scenes, refcoco, or a JSON file of the same keys, such as the"
                        + " run.json of an earlier run. Default: ${DEFAULT-VALUE}."
            })
    private String recipe;

    @Option(
            names = {"-e", "--epochs"},
            paramLabel = "N",
            description = "Passes over the pictures, 1 or more, instead of the recipe's.")
    private Integer epochs;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "S",
            description = "Seed of every chance, instead of the recipe's.")
    private Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=NUMBER",
            description = "Another number of the recipe, such as batch=16; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The recipe with the differences. */
    Recipe recipe() throws BadInput {
        JsonObject numbers = JsonUtils.GSON.toJsonTree(original()).getAsJsonObject();
        Map<String, String> changes = new LinkedHashMap<>(settings);
        if (epochs != null) {
            changes.put("epochs", epochs.toString());
        }
        if (seed != null) {
            changes.put("seed", seed.toString());
        }
        for (Map.Entry<String, String> change : changes.entrySet()) {
            set(numbers, change.getKey(), change.getValue());
        }
        try {
            return RecordJson.read(
                    new StringReader(numbers.toString()), "The recipe " + recipe, Recipe.class);
        } catch (IOException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private Recipe original() throws BadInput {
        if (Recipe.NAMES.contains(recipe)) {
            return Recipe.named(recipe);
        }
        Path file = Path.of(recipe);
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    "There is no recipe \"%s\", neither of that name nor as a file. Names: %s."
                            .formatted(recipe, String.join(", ", Recipe.NAMES)));
        }
        try {
            return RecordJson.read(file, Recipe.class);
        } catch (IOException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private static void set(JsonObject numbers, String key, String value) throws BadInput {
        Class<?> type =
                Arrays.stream(Recipe.class.getRecordComponents())
                        .filter(part -> part.getName().equals(key) && part.getType().isPrimitive())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new BadInput(
                                                "--set %s: a recipe has no such number. It has %s."
                                                        .formatted(key, numbers.keySet())))
                        .getType();
        try {
            numbers.add(key, new JsonPrimitive(number(type, value)));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new BadInput(
                    "%s=%s: it takes a number of the type %s.".formatted(key, value, type), e);
        }
    }

    /** Exactly: Gson would round. */
    private static Number number(Class<?> type, String value) {
        BigDecimal number = new BigDecimal(value);
        if (type == int.class) {
            return number.intValueExact();
        }
        return type == long.class ? number.longValueExact() : number;
    }
}
