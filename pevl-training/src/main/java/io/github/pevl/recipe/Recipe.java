package io.github.pevl.recipe;

import io.github.pevl.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a network is trained to write positions: every number of a run. Saved as {@code run.json}
 * beside the weights.
 *
 * @param name the recipe's name
 * @param epochs passes over the pictures
 * @param batch pictures in a step
 * @param textsPerImage expressions drawn for each picture in a step; its pixels are encoded once
 * @param learningRate the highest rate
 * @param learningRateFloor the last rate
 * @param warmUpRate the first rate
 * @param warmUpUnits units of the warm-up
 * @param warmUpSteps steps in a unit of the warm-up
 * @param weightDecay of the parameters that decay
 * @param clipNorm the largest norm of all gradients together; 0 leaves them as they are
 * @param positionDecay d of the ordering-aware labels, see {@code PositionLoss}
 * @param fullMaskShare share of boxes with all four positions hidden in the first epoch, 0 to 1,
 *     which rises to 1 in the last; in the others one to four are hidden
 * @param flip share of pictures mirrored, 0 to 1
 * @param evaluateEvery steps between evaluations
 * @param evaluationSize expressions that such an evaluation looks at
 * @param seed of every chance in the run
 */
public record Recipe(
        String name,
        int epochs,
        int batch,
        int textsPerImage,
        double learningRate,
        double learningRateFloor,
        double warmUpRate,
        int warmUpUnits,
        int warmUpSteps,
        double weightDecay,
        double clipNorm,
        double positionDecay,
        double fullMaskShare,
        double flip,
        int evaluateEvery,
        int evaluationSize,
        long seed) {

    /** The recipes that come with the library. */
    public static final List<String> NAMES =
            List.of("refcoco", "scenes-first", "scenes", "scenes-last");

    /** Checks the numbers. */
    public Recipe {
        least("epochs", epochs, 1);
        least("batch", batch, 1);
        least("textsPerImage", textsPerImage, 1);
        least("evaluateEvery", evaluateEvery, 1);
        least("evaluationSize", evaluationSize, 1);
        least("weightDecay", weightDecay, 0);
        least("clipNorm", clipNorm, 0);
        share("fullMaskShare", fullMaskShare);
        share("flip", flip);
        new CosineSchedule(
                learningRate, learningRateFloor, warmUpRate, warmUpUnits, warmUpSteps, epochs);
    }

    /**
     * A recipe that comes with the library.
     *
     * @throws IllegalArgumentException listing the names that exist if this one does not
     */
    public static Recipe named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no recipe '%s'. Recipes: %s.".formatted(name, NAMES));
        }
        String resource = name + ".json";
        try (InputStream in = Recipe.class.getResourceAsStream(resource)) {
            return RecordJson.read(
                    new InputStreamReader(in, StandardCharsets.UTF_8), resource, Recipe.class);
        } catch (IOException e) {
            throw new IllegalStateException("The recipe " + name + " is broken", e);
        }
    }

    /** The learning rate over time. */
    public CosineSchedule schedule() {
        return new CosineSchedule(
                learningRate, learningRateFloor, warmUpRate, warmUpUnits, warmUpSteps, epochs);
    }

    /** The share of boxes hidden whole in an epoch, counted from 0. */
    public double fullMaskShare(int epoch) {
        return epochs == 1
                ? fullMaskShare
                : fullMaskShare + (1 - fullMaskShare) * epoch / (epochs - 1);
    }

    private static void least(String name, double value, double least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be at least %s.".formatted(name, value, least));
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "%s is %s; it must lie in 0..1.".formatted(name, value));
        }
    }
}
