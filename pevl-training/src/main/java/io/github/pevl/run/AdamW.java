package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * AdamW with PyTorch's arithmetic and two parameter groups: one-dimensional parameters, biases
 * among them, do not decay (optim/optim_factory.py). DJL's AdamW adds epsilon before the bias
 * correction, which makes a difference of one half for gradients of 1e-6, has a single weight
 * decay, and its state cannot be saved.
 *
 * <p>A step has two halves. {@code Trainer.step()} passes the gradient of each parameter, summed
 * over the devices, to {@link #update}; {@link #apply} then scales all gradients and updates the
 * parameters. This makes it possible to clip the common norm with several devices.
 */
final class AdamW extends Optimizer implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final String MEAN = ".adamw_mean";
    private static final String VARIANCE = ".adamw_variance";

    private final NDManager manager;
    private final double weightDecay;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private long steps;

    /** Exponential averages of a parameter's gradient and of its square. */
    private record Averages(NDArray mean, NDArray variance) {}

    /** The moments of a parameter, and its copies and gradient in the current step. */
    private static final class Moments {
        private final String name;
        private final List<NDArray> weights = new ArrayList<>();
        private @Nullable Averages averages; // null before the first step
        private @Nullable NDArray gradient; // null before the first batch of a step

        Moments(String name) {
            this.name = name;
        }
    }

    /**
     * Makes an optimiser.
     *
     * @param owner parent of the manager that owns the moments
     * @param weightDecay of the parameters that decay
     * @param parameters all parameters; frozen ones get no moments
     */
    AdamW(NDManager owner, double weightDecay, Iterable<Parameter> parameters) {
        super(new Settings());
        this.manager = owner.newSubManager();
        this.weightDecay = weightDecay;
        parameters.forEach(p -> moments.put(p.getId(), new Moments(p.getName())));
    }

    /** Whether weight decay applies: to all but one-dimensional parameters, biases among these. */
    static boolean decays(NDArray weight) {
        return weight.getShape().dimension() != 1;
    }

    /** Keeps a gradient, and the copy of the parameter on a device; called by DJL. */
    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        Moments of = moments.get(parameterId);
        if (of == null) {
            throw new IllegalStateException(parameterId + " is no parameter of this optimiser.");
        }
        if (of.gradient == null) {
            of.gradient = grad.duplicate();
            of.gradient.attach(manager);
        }
        of.weights.add(weight);
        try (NDArray gradient = weight.getGradient()) {
            gradient.muli(0); // DJL leaves zeroing to the optimiser
        }
    }

    /**
     * Updates the parameters.
     *
     * @param learningRate of this step
     * @param scale factor for the gradients, such as one over the number of accumulated batches
     * @param clipNorm the largest norm of all gradients together, after scaling; 0 for no limit
     * @return the norm, after scaling and before clipping
     */
    double apply(double learningRate, double scale, double clipNorm) {
        double squares = 0;
        for (Moments of :
                moments.values()) { // in the network's order: the sum must be reproducible
            squares += of.gradient == null ? 0 : squares(of.gradient);
        }
        double norm = Math.sqrt(squares) * scale;
        double factor = clipNorm > 0 && norm > clipNorm ? scale * clipNorm / norm : scale;
        steps++;
        for (Moments of : moments.values()) {
            NDArray gradient = of.gradient;
            if (gradient != null) {
                if (factor != 1) {
                    gradient.muli(factor);
                }
                move(of, gradient, learningRate);
                gradient.close();
                of.gradient = null;
                of.weights.clear();
            }
        }
        return norm;
    }

    private static double squares(NDArray gradient) {
        try (NDArray squares = gradient.square();
                NDArray sum = squares.sum()) {
            return sum.getFloat();
        }
    }

    private void move(Moments of, NDArray grad, double learningRate) {
        NDArray weight = of.weights.get(0);
        Averages averages = of.averages == null ? zeros(weight) : of.averages;
        of.averages = averages;
        try (NDManager scope = manager.newSubManager()) {
            grad.tempAttach(scope);
            averages.mean.muli(BETA1).addi(grad.mul(1 - BETA1));
            averages.variance.muli(BETA2).addi(grad.square().muli(1 - BETA2));
            double correction1 = 1 - Math.pow(BETA1, (double) steps);
            double correction2 = 1 - Math.pow(BETA2, (double) steps);
            NDArray root = averages.variance.sqrt();
            root.attach(scope);
            root.divi(Math.sqrt(correction2)).addi(EPSILON);
            NDArray move = averages.mean.div(root);
            move.attach(scope);
            // The same memory without the graph: on threads with gradient mode on, a parameter must
            // not be written in place.
            NDArray values = weight.stopGradient();
            values.attach(scope);
            if (decays(weight)) {
                values.muli(1 - learningRate * weightDecay);
            }
            values.subi(move.muli(learningRate / correction1));
            for (NDArray copy : of.weights.subList(1, of.weights.size())) {
                NDArray remote = copy.stopGradient();
                remote.attach(scope);
                remote.muli(0).addi(values.toDevice(remote.getDevice(), true));
            }
        }
    }

    private Averages zeros(NDArray weight) {
        return new Averages(
                manager.zeros(weight.getShape(), weight.getDataType()),
                manager.zeros(weight.getShape(), weight.getDataType()));
    }

    /**
     * The moments, named after their parameters. They belong to the optimiser; do not close them.
     */
    NDList state() {
        NDList state = new NDList();
        for (Moments of : moments.values()) {
            Averages averages = of.averages;
            if (averages != null) {
                averages.mean.setName(of.name + MEAN);
                averages.variance.setName(of.name + VARIANCE);
                state.add(averages.mean);
                state.add(averages.variance);
            }
        }
        return state;
    }

    /**
     * Restores a state.
     *
     * @param state at least the arrays of {@link #state()}; the values are copied
     * @param taken steps that had been taken by then
     */
    void restore(NDList state, long taken) {
        steps = taken;
        for (Moments of : moments.values()) {
            NDArray mean = state.get(of.name + MEAN);
            NDArray variance = state.get(of.name + VARIANCE);
            if (mean != null && variance != null) {
                of.averages = new Averages(copy(mean), copy(variance));
            }
        }
    }

    private NDArray copy(NDArray array) {
        NDArray copy = array.duplicate();
        copy.attach(manager);
        return copy;
    }

    @Override
    public void close() {
        manager.close();
    }

    private static final class Settings extends OptimizerBuilder<Settings> {
        @Override
        protected Settings self() {
            return this;
        }
    }
}
