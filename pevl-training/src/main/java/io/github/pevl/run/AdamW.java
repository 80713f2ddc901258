package io.github.pevl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import io.github.pevl.internal.step.ParameterUpdates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * AdamW with PyTorch's arithmetic and two parameter groups: one-dimensional parameters, biases
 * among them, do not decay (optim/optim_factory.py). DJL's AdamW adds epsilon before the bias
 * correction, which makes a difference of one half for gradients of 1e-6, has a single weight
 * decay, and its state cannot be saved.
 *
 * <p>{@code Trainer.step()} passes the gradient of each parameter, summed over the devices, to
 * {@link #update}. When the last one of the last batch of a step has come, all gradients are scaled
 * together, which makes it possible to clip their common norm, and the parameters are updated.
 */
final class AdamW extends Optimizer implements AutoCloseable {

    private static final String MEAN = ".adamw_mean";
    private static final String VARIANCE = ".adamw_variance";

    private final NDManager manager;
    private final ParameterUpdates updates;
    private final Settings settings;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private int devices = 1;
    private long steps;
    private int batches; // of this step whose gradients have come
    private int missing; // gradients of this batch that have not come
    private double norm;

    /**
     * The numbers of an optimiser.
     *
     * @param rate the learning rate, by the number of steps taken before
     * @param weightDecay of the parameters that decay
     * @param clipNorm the largest norm of all gradients together, of the mean over the batches; 0
     *     for no limit
     * @param accumulation batches whose gradients make a step
     */
    record Settings(
            LongToDoubleFunction rate, double weightDecay, double clipNorm, int accumulation) {}

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
     * @param parameters all parameters; frozen ones get no moments
     */
    AdamW(NDManager owner, Settings settings, Iterable<Parameter> parameters) {
        super(new Builder());
        this.manager = owner.newSubManager();
        updates = new ParameterUpdates(manager);
        this.settings = settings;
        for (Parameter parameter : parameters) {
            this.parameters.add(parameter);
            moments.put(parameter.getId(), new Moments(parameter.getName()));
        }
    }

    /**
     * Says how many devices run the batches of a step at the same time.
     *
     * @throws IllegalArgumentException if they are more than the batches of a step
     */
    void setDevices(int devices) {
        if (devices > settings.accumulation) {
            throw new IllegalArgumentException(
                    "%d devices cannot share the %d batches of a step; set accumulationSteps of the recipe to %d or more, or use fewer devices."
                            .formatted(devices, settings.accumulation, devices));
        }
        this.devices = devices;
    }

    /** Whether weight decay applies: to all but one-dimensional parameters, biases among these. */
    static boolean decays(NDArray weight) {
        return weight.getShape().dimension() != 1;
    }

    /**
     * Called by DJL with a parameter's copy on a device, and its gradient summed over the devices.
     * Until the last batch of a step has come, the gradient stays in the copy that comes first,
     * where the engine adds the next one.
     */
    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        if (missing == 0) {
            startBatch();
        }
        Moments of = moments.get(parameterId);
        if (of == null) {
            throw new IllegalStateException(parameterId + " is no parameter of this optimiser.");
        }
        if (of.weights.size() == devices) {
            throw new IllegalStateException(
                    "A parameter that the losses do not reach was unfrozen, so that a step never ends; freeze it again.");
        }
        boolean first = of.weights.isEmpty();
        boolean last = batches == settings.accumulation;
        of.weights.add(weight);
        if (last && first) {
            // With one device it stays where it is until the step, which zeroes it.
            of.gradient = devices == 1 ? weight.getGradient() : grad.duplicate();
            of.gradient.attach(manager);
        }
        if (devices > 1 && (last || !first)) {
            try (NDArray gradient = weight.getGradient()) {
                gradient.muli(0); // DJL leaves zeroing to the optimiser
            }
        }
        if (--missing == 0) {
            endBatch(last);
        }
    }

    /** Devices that run batches at the same time. */
    int devices() {
        return devices;
    }

    private void startBatch() {
        batches = Math.min(settings.accumulation, batches + devices);
        missing = devices * (int) parameters.stream().filter(Parameter::requiresGradient).count();
    }

    private void endBatch(boolean last) {
        if (last) {
            apply();
            batches = 0;
        }
        moments.values().forEach(of -> of.weights.clear());
    }

    /** The norm of the last step's gradients, of the mean over its batches, before clipping. */
    double norm() {
        return norm;
    }

    /** Steps taken so far. */
    long steps() {
        return steps;
    }

    private void apply() {
        // In the network's order: sums must be reproducible.
        List<Moments> moved = moments.values().stream().filter(of -> of.gradient != null).toList();
        NDList gradients = new NDList();
        moved.forEach(of -> gradients.add(Objects.requireNonNull(of.gradient)));
        double learningRate = settings.rate.applyAsDouble(steps);
        double scale = 1.0 / settings.accumulation;
        norm = Math.sqrt(updates.squares(gradients)) * scale;
        double limit = settings.clipNorm;
        double factor = limit > 0 && norm > limit ? scale * limit / norm : scale;
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            for (boolean decays : new boolean[] {true, false}) {
                ParameterUpdates.Moved some = new ParameterUpdates.Moved();
                moved.stream()
                        .filter(of -> decays(of.weights.get(0)) == decays)
                        .forEach(of -> add(of, some, scope));
                double decay = decays ? settings.weightDecay : 0;
                updates.adamw(some, steps, factor, learningRate, decay);
            }
            moved.forEach(of -> copy(of.weights, scope));
        }
        gradients.close();
        moved.forEach(of -> of.gradient = null);
    }

    private void add(Moments of, ParameterUpdates.Moved to, NDManager scope) {
        NDArray weight = of.weights.get(0);
        Averages averages = of.averages == null ? zeros(weight) : of.averages;
        of.averages = averages;
        to.weights().add(values(weight, scope));
        to.gradients().add(of.gradient);
        to.means().add(averages.mean);
        to.variances().add(averages.variance);
    }

    /**
     * The same memory without the graph: on threads with gradient mode on, a parameter must not be
     * written in place.
     */
    private static NDArray values(NDArray weight, NDManager scope) {
        NDArray values = weight.stopGradient();
        values.attach(scope);
        return values;
    }

    /** Copies the values of the first device to the others. */
    private static void copy(List<NDArray> weights, NDManager scope) {
        for (NDArray copy : weights.subList(1, weights.size())) {
            NDArray remote = values(copy, scope);
            NDArray values = values(weights.get(0), scope);
            remote.muli(0).addi(values.toDevice(remote.getDevice(), true));
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
        batches = 0;
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

    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }
}
