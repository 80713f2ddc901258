package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/** Scales all gradients together where their common norm is too large. */
final class GradientClip {

    private GradientClip() {}

    /**
     * Clips in place.
     *
     * @param limit the largest norm allowed; 0 for none
     * @return the norm before, or NaN where there is no limit
     */
    static double clip(Block block, NDManager manager, double limit) {
        if (limit == 0) {
            return Double.NaN;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList gradients = new NDList();
            for (Parameter parameter : block.getParameters().values()) {
                if (parameter.requiresGradient()) {
                    NDArray gradient = parameter.getArray().getGradient();
                    gradient.attach(scope);
                    gradients.add(gradient);
                }
            }
            double squares = 0;
            for (NDArray gradient : gradients) {
                squares += gradient.square().sum().getFloat();
            }
            double norm = Math.sqrt(squares);
            if (norm > limit) {
                gradients.forEach(gradient -> gradient.muli(limit / norm));
            }
            return norm;
        }
    }
}
