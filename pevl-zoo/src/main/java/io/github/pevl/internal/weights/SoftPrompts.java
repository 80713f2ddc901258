package io.github.pevl.internal.weights;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.model.AddedParameters;

/** Soft prompts in files. */
public final class SoftPrompts {

    private SoftPrompts() {}

    /** The soft prompt that lies among the tensors of a file; nothing if there is none. */
    public static AddedParameters of(Checkpoint tensors) {
        for (String name : tensors.names()) {
            Shape shape = tensors.info(name).shape();
            if (AddedParameters.isPrompt(name) && shape.dimension() == 2) {
                return AddedParameters.prompt(Math.toIntExact(shape.get(0)));
            }
        }
        return AddedParameters.NONE;
    }
}
