package io.github.pevl.benchmark;

import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.util.List;

/**
 * A training whose steps are timed, on drawn scenes.
 *
 * @param name what {@code --rows} calls it
 * @param config the network's sizes
 * @param vocabulary the network's words
 * @param recipe what is done in a step
 * @param steps that are timed unless the user says otherwise
 */
public record TrainingRow(
        String name, PevlConfig config, PevlVocabulary vocabulary, Recipe recipe, int steps) {

    private static final int BASE_SIDE = 256;

    /**
     * The small network of the jar on expressions, and the published one on stage one, whose steps
     * do everything: all losses, the twin, wrong pairs. Its queue is short, since a long one costs
     * memory and a share of a percent.
     */
    public static List<TrainingRow> all() throws IOException {
        Recipe base =
                RecipeDraft.named("stage-one")
                        .with("data", "[CAPTIONS]")
                        .with("batch", "2")
                        .with("accumulationSteps", "1")
                        .with("objective.queueSize", "64")
                        .recipe();
        return List.of(
                new TrainingRow(
                        "small",
                        SceneModel.config(),
                        SceneModel.vocabulary(),
                        RecipeDraft.named("scenes-expressions").recipe(),
                        50),
                new TrainingRow(
                        "base", PevlConfig.base(BASE_SIDE), PevlVocabulary.bert(), base, 5));
    }
}
