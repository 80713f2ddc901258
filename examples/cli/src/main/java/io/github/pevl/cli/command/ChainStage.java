package io.github.pevl.cli.command;

import io.github.pevl.objective.Objective;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of the chain.
 *
 * @param name of its folder
 * @param recipe the recipe's name
 * @param start the stage that it begins with; null for the model that the chain begins with
 * @param changes values that differ from the recipe's
 */
record ChainStage(String name, String recipe, String start, Map<String, String> changes) {

    private static final String ONE = "stage-one";
    private static final String TWO = "stage-two";

    /** Pre-training, then each task. */
    static final List<ChainStage> STAGES =
            List.of(
                    stage(ONE, null),
                    stage(TWO, ONE),
                    stage("expressions", TWO),
                    stage("phrases", TWO),
                    stage("relations", TWO),
                    stage("choices", TWO),
                    stage("answers", TWO));

    /** What the method is good for: each as long as its counterpart, but for one thing. */
    static final List<ChainStage> COMPARISONS =
            List.of(
                    new ChainStage("expressions-alone", "scenes-expressions", null, Map.of()),
                    new ChainStage(
                            "expressions-hard",
                            "scenes-expressions",
                            TWO,
                            Map.of(
                                    "objective.positionDecay",
                                    Double.toString(Objective.HARD_LABELS))),
                    new ChainStage(
                            "answers-boxless",
                            "scenes-answers",
                            TWO,
                            Map.of("masking.boxes", "UNWRITTEN")));

    private static ChainStage stage(String name, String start) {
        return new ChainStage(name, "scenes-" + name, start, Map.of());
    }

    /**
     * The recipe in full.
     *
     * @param settings a folder with files of differences by the recipe's name; null for none
     * @param more differences of all stages
     * @throws IOException if a file cannot be read, or the result is no recipe
     * @throws IllegalArgumentException if there is no such value in a recipe
     */
    Recipe recipe(Path settings, Map<String, String> more) throws IOException {
        RecipeDraft draft = RecipeDraft.named(recipe);
        Path own = settings == null ? null : settings.resolve(recipe + ".yaml");
        if (own != null && Files.exists(own)) {
            draft = draft.with(own);
        }
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(changes);
        for (Map.Entry<String, String> change : all.entrySet()) {
            draft = draft.with(change.getKey(), change.getValue());
        }
        return draft.recipe();
    }
}
