package io.github.pevl.internal.model;

import ai.djl.nn.Parameter;
import io.github.pevl.model.PevlConfig;

/**
 * The parts of the network, in the order of the state dict.
 *
 * @param vision encodes images
 * @param text encodes texts, and cross-attends them to images
 * @param mlmHead scores tokens at masks
 * @param contrast compares images with texts before they meet
 * @param matchHead scores whether text and image match, "no" and "yes"
 */
record NetworkParts(
        VisionEncoder vision,
        TextEncoder text,
        MlmHead mlmHead,
        ContrastHead contrast,
        Dense matchHead) {

    /** Makes them, and thereby their parameters. */
    static NetworkParts of(PevlConfig config, ParameterFactory root) {
        Parameter temperature = ContrastHead.temperature(root);
        VisionEncoder vision = new VisionEncoder(config, root.child("visual_encoder"));
        ParameterFactory language = root.child("text_encoder");
        TextEncoder text = new TextEncoder(config, language.child("bert"));
        ParameterFactory head = language.child("cls").child("predictions");
        return new NetworkParts(
                vision,
                text,
                new MlmHead(config, text.words(), head),
                ContrastHead.of(config, temperature, root),
                root.dense("itm_head", config.textWidth(), 2));
    }
}
