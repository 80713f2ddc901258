package io.github.pevl.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.objective.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What lasts from step to step besides the network's weights: the twin and the queues, each only
 * where the objective needs it.
 */
final class MomentumState {

    private final NDManager manager;
    private final Objective objective;
    private final MomentumEncoder twin; // null if the objective needs none
    private final FeatureQueue queue; // null without contrast

    /** Features of the step's passes, to be put into the queues at its end. */
    private final List<Seen> seen = new ArrayList<>();

    private record Seen(Device device, Features features) {
        void close() {
            features.images().close();
            features.texts().close();
        }
    }

    MomentumState(PevlBlock network, Objective objective, NDManager manager) {
        this.manager = manager;
        this.objective = objective;
        twin = objective.hasTwin() ? new MomentumEncoder(network, manager) : null;
        queue =
                objective.contrast() > 0
                        ? new FeatureQueue(
                                manager, network.config().projectionWidth(), objective.queueSize())
                        : null;
    }

    /** Begins a step: what a broken-off one left is forgotten, and the twin follows. */
    synchronized void begin() {
        forget();
        if (twin != null) {
            twin.follow(objective.momentum());
        }
    }

    /** Ends a step: what was seen goes into the queues, in the order of the devices. */
    synchronized void end() {
        seen.sort(Comparator.comparingInt(one -> one.device.getDeviceId()));
        seen.forEach(one -> queue.enqueue(one.features));
        forget();
    }

    private void forget() {
        seen.forEach(Seen::close);
        seen.clear();
    }

    /** What the twin makes of a batch; nothing if there is no twin or nothing is asked. */
    MomentumEncoder.Look look(
            TrainingInput in, TextsPerImage shares, boolean words, boolean training) {
        if (queue == null && !words) {
            return new MomentumEncoder.Look(null, null);
        }
        return twin.look(in, shares, queue != null, words, training);
    }

    /** The twin's features of a batch before those of the queues; they are remembered. */
    Features columns(Features features) {
        Features columns = queue.behind(features);
        Features own = new Features(kept(features.images()), kept(features.texts()));
        synchronized (this) {
            seen.add(new Seen(features.images().getDevice(), own));
        }
        return columns;
    }

    private NDArray kept(NDArray features) {
        NDArray copy = features.duplicate();
        copy.attach(manager);
        return copy;
    }

    /** Twin and queues by the original's names; handles that the caller closes. */
    NDList state() {
        NDList state = new NDList();
        if (twin != null) {
            state.addAll(twin.state(manager));
        }
        if (queue != null) {
            state.addAll(queue.state(manager));
        }
        return state;
    }

    /** Goes on from a state; nothing is changed if an array of it does not fit. */
    void restore(NDList state) {
        if (twin != null) {
            twin.check(state);
        }
        if (queue != null) {
            queue.check(state);
            queue.restore(state);
        }
        if (twin != null) {
            twin.restore(state);
        }
    }
}
