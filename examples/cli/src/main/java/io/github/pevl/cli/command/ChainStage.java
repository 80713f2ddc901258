package io.github.pevl.cli.command;

import io.github.pevl.recipe.Objective;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of the chain.
 *
 * @param name name of its run's folder
 * @param recipe name of its recipe
 * @param start the stage whose model it starts from; null for the model that the chain starts from
 * @param changes changes to the recipe
 */
record ChainStage(String name, String recipe, @Nullable String start, Map<String, String> changes) {

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

    /** Ablations: each differs from a stage in one thing. */
    static final List<ChainStage> ABLATIONS =
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

    private static ChainStage stage(String name, @Nullable String start) {
        return new ChainStage(name, "scenes-" + name, start, Map.of());
    }

    /**
     * Returns the complete recipe.
     *
     * @param settings a folder of files with changes, named after recipes; null for none
     * @param more changes to all stages
     * @throws IOException if a file cannot be read, or the result is not a valid recipe
     * @throws IllegalArgumentException if a recipe has no such value
     */
    Recipe recipe(@Nullable Path settings, Map<String, String> more) throws IOException {
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
