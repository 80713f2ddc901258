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

/**
 * AdamW with PyTorch's arithmetic and two groups: one-dimensional parameters, biases among them, do
 * not decay (optim/optim_factory.py). DJL's own adds epsilon before the bias correction, which
 * differs by half for gradients of 1e-6, knows one weight decay only, and its state cannot be kept.
 *
 * <p>A step has two halves: {@code Trainer.step()} hands over each parameter's gradient, summed
 * over the devices; {@link #apply} then scales all together and moves the parameters. Only so the
 * common norm can be clipped when there are several devices.
 */
public final class AdamW extends Optimizer implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final String MEAN = ".adamw_mean";
    private static final String VARIANCE = ".adamw_variance";

    private final NDManager manager;
    private final double weightDecay;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private long steps;

    /** A parameter, its moments, and what the step in progress knows of it. */
    private static final class Slot {
        private final String name;
        private final List<NDArray> weights = new ArrayList<>();
        private NDArray mean;
        private NDArray variance;
        private NDArray gradient;

        Slot(String name) {
            this.name = name;
        }
    }

    /**
     * Makes an optimiser.
     *
     * @param owner its moments live in a manager below this one
     * @param weightDecay of the parameters that decay
     * @param parameters all that may be moved; those that are frozen have no moments
     */
    public AdamW(NDManager owner, double weightDecay, Iterable<Parameter> parameters) {
        super(new Settings());
        this.manager = owner.newSubManager();
        this.weightDecay = weightDecay;
        parameters.forEach(p -> slots.put(p.getId(), new Slot(p.getName())));
    }

    /** Whether weight decay applies: to all but one-dimensional parameters, biases among these. */
    public static boolean decays(NDArray weight) {
        return weight.getShape().dimension() != 1;
    }

    /** Remembers a gradient, and the parameter's copy on a device; DJL calls it. */
    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        Slot slot = slots.get(parameterId);
        if (slot.gradient == null) {
            slot.gradient = grad.duplicate();
            slot.gradient.attach(manager);
        }
        slot.weights.add(weight);
        try (NDArray gradient = weight.getGradient()) {
            gradient.muli(0); // DJL leaves the zeroing to the optimiser
        }
    }

    /**
     * Moves the parameters.
     *
     * @param learningRate of this step
     * @param scale what gradients are multiplied by, such as one over the passes that they sum
     * @param clipNorm the largest norm of all gradients together, after scaling; 0 for any
     * @return the norm, after scaling and before clipping
     */
    public double apply(double learningRate, double scale, double clipNorm) {
        double squares = 0;
        for (Slot slot : slots.values()) { // in the network's order, for sums that repeat
            squares += slot.gradient == null ? 0 : squares(slot.gradient);
        }
        double norm = Math.sqrt(squares) * scale;
        double factor = clipNorm > 0 && norm > clipNorm ? scale * clipNorm / norm : scale;
        steps++;
        for (Slot slot : slots.values()) {
            if (slot.gradient != null) {
                if (factor != 1) {
                    slot.gradient.muli(factor);
                }
                move(slot, learningRate);
                slot.gradient.close();
                slot.gradient = null;
                slot.weights.clear();
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

    private void move(Slot slot, double learningRate) {
        NDArray weight = slot.weights.get(0);
        if (slot.mean == null) {
            slot.mean = manager.zeros(weight.getShape(), weight.getDataType());
            slot.variance = manager.zeros(weight.getShape(), weight.getDataType());
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray grad = slot.gradient;
            grad.tempAttach(scope);
            slot.mean.muli(BETA1).addi(grad.mul(1 - BETA1));
            slot.variance.muli(BETA2).addi(grad.square().muli(1 - BETA2));
            double correction1 = 1 - Math.pow(BETA1, (double) steps);
            double correction2 = 1 - Math.pow(BETA2, (double) steps);
            NDArray root = slot.variance.sqrt();
            root.attach(scope);
            root.divi(Math.sqrt(correction2)).addi(EPSILON);
            NDArray move = slot.mean.div(root);
            move.attach(scope);
            // The same values without the graph: on threads with gradient mode on, a parameter must
            // not be written in place.
            NDArray values = weight.stopGradient();
            values.attach(scope);
            if (decays(weight)) {
                values.muli(1 - learningRate * weightDecay);
            }
            values.subi(move.muli(learningRate / correction1));
            for (NDArray copy : slot.weights.subList(1, slot.weights.size())) {
                NDArray there = copy.stopGradient();
                there.attach(scope);
                there.muli(0).addi(values.toDevice(there.getDevice(), true));
            }
        }
    }

    /** How often parameters were moved. */
    long steps() {
        return steps;
    }

    /** The moments, named after their parameters: the optimiser's own arrays, not to be closed. */
    NDList state() {
        NDList state = new NDList();
        for (Slot slot : slots.values()) {
            if (slot.mean != null) {
                slot.mean.setName(slot.name + MEAN);
                slot.variance.setName(slot.name + VARIANCE);
                state.add(slot.mean);
                state.add(slot.variance);
            }
        }
        return state;
    }

    /**
     * Goes on from a state.
     *
     * @param state what {@link #state()} gave, and perhaps more; the values are copied
     * @param done what {@link #steps()} was
     */
    void restore(NDList state, long done) {
        steps = done;
        for (Slot slot : slots.values()) {
            NDArray mean = state.get(slot.name + MEAN);
            NDArray variance = state.get(slot.name + VARIANCE);
            if (mean != null && variance != null) {
                slot.mean = copy(mean);
                slot.variance = copy(variance);
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
