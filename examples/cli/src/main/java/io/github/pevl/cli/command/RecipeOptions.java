package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** A recipe and changes to it. */
final class RecipeOptions {

    @Option(
            names = {"-r", "--recipe"},
            paramLabel = "RECIPE",
            completionCandidates = Names.Recipes.class,
            description = {
                "The recipe: a name, a YAML file, which may extend a named recipe, or the run.json"
                        + " of an earlier run. Default: scenes. Names: ${COMPLETION-CANDIDATES}."
            })
    private String recipe;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "A YAML file with changes to the recipe.")
    private Path file;

    @Option(
            names = {"-e", "--epochs"},
            paramLabel = "N",
            description = "Epochs, at least 1, instead of the recipe's.")
    private Integer epochs;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "S",
            description = "Random seed, instead of the recipe's.")
    private Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Change a value of the recipe, such as batch=16 or learningRate.peak=1e-4; may"
                            + " be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Whether any of these options is given. */
    boolean given() {
        return recipe != null
                || file != null
                || epochs != null
                || seed != null
                || !settings.isEmpty();
    }

    /** The recipe with the changes. */
    Recipe recipe() throws BadInput {
        try {
            return draft(original()).recipe();
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    private RecipeDraft draft(RecipeDraft original) throws IOException, BadInput {
        RecipeDraft draft = file == null ? original : original.with(file);
        if (epochs != null) {
            draft = draft.with("epochs", epochs.toString());
        }
        if (seed != null) {
            draft = draft.with("seed", seed.toString());
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            try {
                draft = draft.with(setting.getKey(), setting.getValue());
            } catch (IllegalArgumentException e) {
                throw new BadInput("--set " + e.getMessage(), e);
            }
        }
        return draft;
    }

    private RecipeDraft original() throws BadInput, IOException {
        String name = recipe == null ? "scenes" : recipe;
        if (RecipeDraft.names().contains(name)) {
            return RecipeDraft.named(name);
        }
        Path own = Path.of(name);
        if (!Files.isRegularFile(own)) {
            throw new BadInput(
                    "There is no recipe or file named \"%s\". Recipes: %s."
                            .formatted(name, String.join(", ", RecipeDraft.names())));
        }
        return RecipeDraft.read(own);
    }
}
