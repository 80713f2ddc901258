package io.github.pevl.benchmark;

import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.recipe.TrainingPrecision;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.util.List;

/**
 * A training whose steps are timed, on drawn scenes.
 *
 * @param name its name for {@code --rows}
 * @param config the network's sizes
 * @param vocabulary the network's words
 * @param recipe what a step computes
 * @param steps default number of timed steps
 */
public record TrainingRow(
        String name, PevlConfig config, PevlVocabulary vocabulary, Recipe recipe, int steps) {

    private static final int BASE_SIDE = 256;

    /**
     * The bundled small network on expressions, and the published one in stage one, whose steps use
     * all losses, the momentum encoder and hard negatives. Its queue is short: a long one costs
     * memory, but less than one percent of the time.
     *
     * @param recompute as in {@link Recipe}
     * @param precision as in {@link Recipe}
     */
    public static List<TrainingRow> all(boolean recompute, TrainingPrecision precision)
            throws IOException {
        String again = Boolean.toString(recompute);
        Recipe base =
                RecipeDraft.named("stage-one")
                        .with("data", "[CAPTIONS]")
                        .with("batch", "2")
                        .with("accumulationSteps", "1")
                        .with("objective.queueSize", "64")
                        .with("recompute", again)
                        .with("precision", precision.name())
                        .recipe();
        return List.of(
                new TrainingRow(
                        "small",
                        SceneModel.config(),
                        SceneModel.vocabulary(),
                        RecipeDraft.named("scenes-expressions")
                                .with("recompute", again)
                                .with("precision", precision.name())
                                .recipe(),
                        50),
                new TrainingRow(
                        "base", PevlConfig.base(BASE_SIDE), PevlVocabulary.bert(), base, 5));
    }
}
