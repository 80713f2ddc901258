package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Images that were encoded without keeping what their gradient needs: only the states between the
 * layers of the visual encoder are kept, and each layer runs once more when the gradient of its
 * result is known (activation checkpointing, Chen et al. 2016). Gradients are equal bit by bit: the
 * encoder has no dropout.
 */
public final class RecomputedImages {

    private final List<UnaryOperator<NDArray>> layers;
    private final boolean firstLearns;

    /** What each layer was given, without a graph. */
    private final List<NDArray> inputs = new ArrayList<>();

    private final NDArray states;

    /**
     * Encodes; everything that is kept belongs to the images' manager.
     *
     * @param layers of an encoder that learns
     * @param firstLearns whether the first of them does
     */
    RecomputedImages(List<UnaryOperator<NDArray>> layers, boolean firstLearns, NDArray images) {
        this.layers = layers;
        this.firstLearns = firstLearns;
        NDArray state = images;
        for (UnaryOperator<NDArray> layer : layers) {
            inputs.add(state);
            try (NDArray made = ForwardContext.scoped(state, layer)) {
                state = made.stopGradient();
            }
        }
        states = state;
        states.setRequiresGradient(true);
    }

    /** Patch states, (B, P, V), from which the graph begins. */
    public NDArray states() {
        return states;
    }

    /**
     * Adds the gradients of the encoder's parameters to those that there are, once the gradient of
     * the states is known. Call it once.
     */
    public void backward(GradientCollector collector) {
        NDArray gradient = states.getGradient();
        for (int i = layers.size() - 1; i > 0; i--) {
            NDArray input = inputs.get(i);
            input.setRequiresGradient(true);
            backward(collector, layers.get(i), input, gradient);
            gradient.close();
            gradient = input.getGradient();
            input.close();
        }
        if (firstLearns) { // pixels need no gradient
            backward(collector, layers.get(0), inputs.get(0), gradient);
        }
        gradient.close();
    }

    private static void backward(
            GradientCollector collector,
            UnaryOperator<NDArray> layer,
            NDArray input,
            NDArray gradient) {
        try (NDManager scope = input.getManager().newSubManager()) {
            NDArray again = ForwardContext.scoped(input, layer);
            again.attach(scope);
            // DJL starts from a scalar; by this one the result gets the given gradient.
            collector.backward(again.mul(gradient).sum());
        }
    }
}
