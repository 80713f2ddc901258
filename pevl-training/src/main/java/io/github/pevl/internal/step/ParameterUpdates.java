package io.github.pevl.internal.step;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.compile.ScriptModule;
import java.util.List;

/**
 * What a step does with all parameters together: the norm of their gradients, AdamW, and the
 * movement of the momentum encoder. It calls no array of DJL's for each, but a script that runs
 * through memory once ({@code updates.py}), on any device.
 *
 * <p>Weights are handles without gradient: a parameter that is trained must not be written in
 * place. All arrays are float32, and dense.
 */
public final class ParameterUpdates {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final ScriptModule script;

    /** Opens the script, which is closed with {@code owner}. */
    public ParameterUpdates(NDManager owner) {
        script = ScriptModule.of(owner, ParameterUpdates.class, "updates.py", "Updates");
    }

    /** Weights, their gradients, and the exponential averages of these and of their squares. */
    public record Moved(NDList weights, NDList gradients, NDList means, NDList variances) {

        /** Nothing yet. */
        public Moved() {
            this(new NDList(), new NDList(), new NDList(), new NDList());
        }
    }

    /** The sum of the squares of all values, added in the order of the gradients. */
    public double squares(NDList gradients) {
        double sum = 0;
        if (!gradients.isEmpty()) {
            for (float part : script.call("squares", List.of(gradients))) {
                sum += part;
            }
        }
        return sum;
    }

    /**
     * Takes a step of AdamW with PyTorch's arithmetic.
     *
     * @param moved the gradients become 0
     * @param step number of the step, from 1
     * @param scale factor of the gradients
     * @param rate the learning rate
     * @param weightDecay as a share of the learning rate
     */
    public void adamw(Moved moved, long step, double scale, double rate, double weightDecay) {
        if (moved.weights.isEmpty()) {
            return;
        }
        script.call(
                "adamw",
                List.of(moved.weights, moved.gradients, moved.means, moved.variances),
                scale,
                1 - rate * weightDecay,
                BETA1,
                BETA2,
                Math.sqrt(1 - Math.pow(BETA2, (double) step)),
                EPSILON,
                rate / (1 - Math.pow(BETA1, (double) step)));
    }

    /**
     * Moves averages towards values.
     *
     * @param momentum weight of the old average, 0 to below 1
     */
    public void average(NDList averages, NDList values, double momentum) {
        if (!averages.isEmpty()) {
            script.call("average", List.of(averages, values), momentum);
        }
    }
}
