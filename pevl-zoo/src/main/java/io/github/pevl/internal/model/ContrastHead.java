package io.github.pevl.internal.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import io.github.pevl.model.PevlConfig;

/**
 * The head of image-text contrast: projects images and texts to unit vectors, which are compared at
 * a learnt temperature.
 *
 * @param temperature a scalar
 * @param vision projection of the class token of an image
 * @param text projection of the first token of a text
 */
record ContrastHead(Parameter temperature, Dense vision, Dense text) {

    /** The initial temperature (configs, key {@code temp}). */
    private static final float TEMPERATURE = 0.07f;

    /** The temperature comes first in the state dict, apart from the projections. */
    static Parameter temperature(ParameterFactory root) {
        Parameter temperature = root.add("temp", Parameter.Type.OTHER);
        temperature.setInitializer(new ConstantInitializer(TEMPERATURE));
        return temperature;
    }

    static ContrastHead of(PevlConfig config, Parameter temperature, ParameterFactory root) {
        int width = config.projectionWidth();
        return new ContrastHead(
                temperature,
                root.dense("vision_proj", config.visionWidth(), width),
                root.dense("text_proj", config.textWidth(), width));
    }

    /** Patch states (B, P, V) to unit vectors, (B, E). */
    NDArray imageFeature(ForwardContext context, NDArray image) {
        return feature(context, vision, image);
    }

    /** Word states (T, L, D) to unit vectors, (T, E). */
    NDArray textFeature(ForwardContext context, NDArray words) {
        return feature(context, text, words);
    }

    NDArray temperature(ForwardContext context, Device device) {
        return context.held(temperature, device);
    }

    private static NDArray feature(ForwardContext context, Dense projection, NDArray states) {
        return ForwardContext.scoped(
                states, x -> projection.apply(context, x.get(":, 0")).normalize(2, 1));
    }
}
