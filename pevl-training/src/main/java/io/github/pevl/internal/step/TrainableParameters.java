package io.github.pevl.internal.step;

import io.github.pevl.recipe.Objective;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which parameters of the network an objective trains. */
final class TrainableParameters {

    private static final Pattern TEXT_LAYER =
            Pattern.compile("text_encoder\\.bert\\.encoder\\.layer\\.(\\d+)\\..*");

    private TrainableParameters() {}

    /**
     * Whether a parameter gets a gradient.
     *
     * @param name the parameter's name in the state dict
     * @param fusionLayer the first layer of the text encoder with cross-attention
     */
    static boolean contains(String name, Objective objective, int fusionLayer) {
        boolean contrast = objective.contrast() > 0;
        boolean matching = objective.matching() > 0;
        if (name.equals("temp")
                || name.startsWith("vision_proj.")
                || name.startsWith("text_proj.")) {
            return contrast;
        }
        if (name.startsWith("itm_head.")) {
            return matching;
        }
        if (name.startsWith("text_encoder.cls.")) {
            return objective.predictsMasked();
        }
        Matcher layer = TEXT_LAYER.matcher(name);
        boolean fuses = layer.matches() && Integer.parseInt(layer.group(1)) >= fusionLayer;
        return !fuses || matching || objective.predictsMasked();
    }
}
