package io.github.pevl.internal.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.compile.Bfloat16Products;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.recipe.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lasts from step to step besides the network's weights: the momentum encoder and the queues,
 * each only where the objective needs it.
 */
final class MomentumState {

    private final NDManager manager;
    private final Objective objective;
    private final @Nullable MomentumEncoder encoder; // null if the objective needs none
    private final @Nullable FeatureQueue queue; // null without contrast

    /** Features of this step's batches; they enter the queues when the step ends. */
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(Device device, Features features) {
        void close() {
            features.images().close();
            features.texts().close();
        }
    }

    MomentumState(PevlBlock network, Objective objective, NDManager manager) {
        this.manager = manager;
        this.objective = objective;
        encoder = objective.needsMomentumEncoder() ? new MomentumEncoder(network, manager) : null;
        queue =
                objective.contrast() > 0
                        ? new FeatureQueue(
                                manager, network.config().projectionWidth(), objective.queueSize())
                        : null;
    }

    /** From now on the momentum encoder's linear layers multiply so. */
    void multiply(Bfloat16Products products) {
        if (encoder != null) {
            encoder.multiply(products);
        }
    }

    /** Starts a step: drops what an interrupted step left, and updates the momentum encoder. */
    synchronized void start() {
        dropPending();
        if (encoder != null) {
            encoder.update(objective.momentum());
        }
    }

    /** Ends a step: its features enter the queues, in the order of the devices. */
    synchronized void end() {
        pending.sort(Comparator.comparingInt(one -> one.device.getDeviceId()));
        pending.forEach(one -> queue().enqueue(one.features));
        dropPending();
    }

    private void dropPending() {
        pending.forEach(Pending::close);
        pending.clear();
    }

    /** What the momentum encoder predicts for a batch: features for contrast, tokens on demand. */
    MomentumEncoder.Targets targets(
            TrainingInput in, TextsPerImage perImage, boolean tokens, boolean training) {
        if (encoder == null || queue == null && !tokens) {
            return new MomentumEncoder.Targets(null, null);
        }
        return encoder.targets(in, perImage, queue != null, tokens, training);
    }

    /**
     * What a batch is compared with: its own momentum features, then those in the queues.
     *
     * @param features of the momentum encoder, (B, E)
     * @param training whether the batch's features are kept for the queues
     * @return columns, (E, B + Q)
     */
    Features candidates(Features features, boolean training) {
        Features candidates = queue().prepend(features);
        if (!training) {
            return candidates;
        }
        Features own = new Features(copy(features.images()), copy(features.texts()));
        synchronized (this) {
            pending.add(new Pending(features.images().getDevice(), own));
        }
        return candidates;
    }

    private FeatureQueue queue() {
        return Objects.requireNonNull(queue, "no queue without contrast");
    }

    private NDArray copy(NDArray features) {
        NDArray copy = features.duplicate();
        copy.attach(manager);
        return copy;
    }

    /** Momentum encoder and queues by the original's names; the caller closes the handles. */
    NDList state() {
        NDList state = new NDList();
        if (encoder != null) {
            state.addAll(encoder.state(manager));
        }
        if (queue != null) {
            state.addAll(queue.state(manager));
        }
        return state;
    }

    /** Restores a state; nothing changes if one of its arrays does not fit. */
    void restore(NDList state) {
        if (encoder != null) {
            encoder.check(state);
        }
        if (queue != null) {
            queue.check(state);
            queue.restore(state);
        }
        if (encoder != null) {
            encoder.restore(state);
        }
    }
}
