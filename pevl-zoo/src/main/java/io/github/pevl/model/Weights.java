package io.github.pevl.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import java.util.function.Consumer;

/**
 * Makes the parameters below one name of the state dict and hands each to the block that owns them.
 *
 * @param prefix the name so far, with its dot, or empty
 * @param register takes each parameter made
 */
record Weights(String prefix, Consumer<Parameter> register) {

    /** Deviation of fresh weights, that of BERT and ViT. */
    private static final float DEVIATION = 0.02f;

    Weights child(String name) {
        return new Weights(prefix + name + ".", register);
    }

    /** A weight, drawn from a normal distribution when the network is made afresh. */
    Parameter weight(String name, long... shape) {
        return add(name, Parameter.Type.WEIGHT, shape);
    }

    /** A bias, zero when the network is made afresh. */
    Parameter bias(String name, long... shape) {
        return add(name, Parameter.Type.BIAS, shape);
    }

    Dense dense(String name, long in, long out) {
        return new Dense(weight(name + ".weight", out, in), bias(name + ".bias", out));
    }

    Norm norm(String name, long width, float epsilon) {
        return new Norm(
                add(name + ".weight", Parameter.Type.GAMMA, width),
                add(name + ".bias", Parameter.Type.BETA, width),
                epsilon);
    }

    Parameter add(String name, Parameter.Type type, long... shape) {
        Parameter.Builder builder =
                Parameter.builder().setName(prefix + name).setType(type).optShape(new Shape(shape));
        if (type == Parameter.Type.WEIGHT) {
            builder.optInitializer(new NormalInitializer(DEVIATION));
        }
        Parameter parameter = builder.build();
        register.accept(parameter);
        return parameter;
    }
}
