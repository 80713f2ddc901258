package io.github.pevl.internal.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates the parameters below one name of the state dict and registers each with the block that
 * owns them.
 *
 * @param prefix the name so far, with a dot at its end, or empty
 * @param added what the network has besides
 * @param register takes each new parameter
 */
record ParameterFactory(String prefix, AddedParameters added, Consumer<Parameter> register) {

    /**
     * Linear layers that get adapters: those of attention but for keys, of feed-forward parts, and
     * the masked-LM head's. With queries and values alone, a new task was hardly learnt.
     */
    private static final Set<String> ADAPTED =
            Set.of("query", "value", "qkv", "proj", "dense", "fc1", "fc2");

    /** Standard deviation of initial weights, that of BERT and ViT. */
    private static final float DEVIATION = 0.02f;

    /** The factory of the parameters below {@code prefix + name}. */
    ParameterFactory child(String name) {
        return new ParameterFactory(prefix + name + ".", added, register);
    }

    /** The same factory, which also tells {@code another} of each parameter. */
    ParameterFactory with(Consumer<Parameter> another) {
        return new ParameterFactory(prefix, added, register.andThen(another));
    }

    /** A weight, initialised from a normal distribution. */
    Parameter weight(String name, long... shape) {
        return add(name, Parameter.Type.WEIGHT, shape);
    }

    /** A bias, initialised with zeros. */
    Parameter bias(String name, long... shape) {
        return add(name, Parameter.Type.BIAS, shape);
    }

    /** A linear layer of {@code in} inputs and {@code out} outputs. */
    Dense dense(String name, long in, long out) {
        Parameter weight = weight(name + ".weight", out, in);
        Parameter bias = bias(name + ".bias", out);
        int rank = added.adapterRank();
        if (rank == 0 || !ADAPTED.contains(name)) {
            return new Dense(weight, bias);
        }
        Parameter down = weight(name + AddedParameters.ADAPTER_DOWN, rank, in);
        down.setInitializer(new NormalInitializer((float) (1 / Math.sqrt((double) in))));
        return new Dense(weight, bias, down, bias(name + AddedParameters.ADAPTER_UP, out, rank));
    }

    /** The soft prompt of an attention of this width; null without. */
    @Nullable SoftPrompt prompt(String name, long width) {
        int tokens = added.promptTokens();
        if (tokens == 0) {
            return null;
        }
        Parameter keys = weight(name + AddedParameters.PROMPT_KEYS, tokens, width);
        keys.setInitializer(new NormalInitializer(1));
        return new SoftPrompt(keys, bias(name + AddedParameters.PROMPT_VALUES, tokens, width));
    }

    /** Layer normalisation of vectors of length {@code width}. */
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
