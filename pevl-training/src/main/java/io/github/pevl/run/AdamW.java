package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import java.util.HashMap;
import java.util.Map;

/**
 * AdamW with PyTorch's arithmetic and two groups: one-dimensional parameters, biases among them, do
 * not decay (optim/optim_factory.py). DJL's own adds epsilon before the bias correction, which
 * differs by half for gradients of 1e-6, and knows one weight decay only.
 */
public final class AdamW extends Optimizer implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDManager manager;
    private final double weightDecay;
    private final Map<String, State> states = new HashMap<>();
    private double learningRate;

    /**
     * Makes an optimiser.
     *
     * @param owner its moments live in a manager below this one
     * @param weightDecay of the parameters that decay
     */
    public AdamW(NDManager owner, double weightDecay) {
        super(new Settings());
        this.manager = owner.newSubManager();
        this.weightDecay = weightDecay;
    }

    /** Sets the rate of the next steps. */
    public void setLearningRate(double learningRate) {
        this.learningRate = learningRate;
    }

    /** Whether weight decay applies: to all but one-dimensional parameters, biases among these. */
    public static boolean decays(NDArray weight) {
        return weight.getShape().dimension() != 1;
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        State state = states.computeIfAbsent(parameterId, id -> new State(weight, manager));
        state.step++;
        try (NDManager scope = manager.newSubManager()) {
            grad.tempAttach(scope);
            state.mean.muli(BETA1).addi(grad.mul(1 - BETA1));
            state.variance.muli(BETA2).addi(grad.square().muli(1 - BETA2));
            double correction1 = 1 - Math.pow(BETA1, state.step);
            double correction2 = 1 - Math.pow(BETA2, state.step);
            NDArray root = state.variance.sqrt();
            root.attach(scope);
            root.divi(Math.sqrt(correction2)).addi(EPSILON);
            NDArray move = state.mean.div(root);
            move.attach(scope);
            // The same values without the graph: on threads with gradient mode on, a parameter must
            // not
            // be written in place.
            NDArray values = weight.stopGradient();
            values.attach(scope);
            if (decays(weight)) {
                values.muli(1 - learningRate * weightDecay);
            }
            values.subi(move.muli(learningRate / correction1));
        }
        try (NDArray gradient = weight.getGradient()) {
            gradient.muli(0); // DJL leaves the zeroing to the optimiser
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private static final class State {
        private final NDArray mean;
        private final NDArray variance;
        private int step;

        State(NDArray weight, NDManager manager) {
            mean = manager.zeros(weight.getShape(), weight.getDataType());
            variance = manager.zeros(weight.getShape(), weight.getDataType());
        }
    }

    private static final class Settings extends OptimizerBuilder<Settings> {
        @Override
        protected Settings self() {
            return this;
        }
    }
}
