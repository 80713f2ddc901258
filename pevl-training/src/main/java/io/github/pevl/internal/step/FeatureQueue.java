package io.github.pevl.internal.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Momentum features of past batches, the negatives of contrast: a ring buffer of Q columns for
 * images and one for texts.
 */
final class FeatureQueue {

    private static final String IMAGES = "image_queue";
    private static final String TEXTS = "text_queue";
    private static final String POINTER = "queue_ptr";

    private final NDArray images; // (E, Q)
    private final NDArray texts; // (E, Q)
    private final int size;
    private long pointer;

    /** Makes queues of random unit vectors; they belong to {@code owner}. */
    FeatureQueue(NDManager owner, int width, int size) {
        this.size = size;
        images = unitColumns(owner, width, size);
        texts = unitColumns(owner, width, size);
    }

    private static NDArray unitColumns(NDManager owner, int width, int size) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray columns = scope.randomNormal(new Shape(width, size)).normalize(2, 0);
            columns.attach(owner);
            return columns;
        }
    }

    /**
     * Puts the features of a batch before those of the queues.
     *
     * @param features of the momentum encoder, (B, E)
     * @return columns, (E, B + Q), on the device of {@code features} and owned by their manager
     */
    Features prepend(Features features) {
        Features own = features.columns();
        return new Features(join(own.images(), images), join(own.texts(), texts));
    }

    private static NDArray join(NDArray first, NDArray queue) {
        Device device = first.getDevice();
        if (queue.getDevice().equals(device)) {
            return first.concat(queue, 1);
        }
        try (NDArray here = queue.toDevice(device, true)) {
            return first.concat(here, 1);
        }
    }

    /**
     * Replaces the oldest features.
     *
     * @param features of the momentum encoder, (B, E)
     * @throws IllegalArgumentException if there are more features than the queue holds
     */
    void enqueue(Features features) {
        int count = (int) features.images().getShape().get(0);
        if (count > size) {
            throw new IllegalArgumentException(
                    "A step has %d images, but the queue holds %d; raise queueSize."
                            .formatted(count, size));
        }
        int head = (int) Math.min(count, size - pointer);
        write(features, 0, head, pointer);
        write(features, head, count, 0);
        pointer = (pointer + count) % size;
    }

    private void write(Features features, int from, int to, long column) {
        if (from == to) {
            return;
        }
        NDIndex rows = new NDIndex("{}:{}", from, to);
        NDIndex columns = new NDIndex(":, {}:{}", column, column + to - from);
        write(images, columns, features.images(), rows);
        write(texts, columns, features.texts(), rows);
    }

    private static void write(NDArray queue, NDIndex columns, NDArray features, NDIndex rows) {
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray chosen = features.get(rows);
            chosen.attach(scope);
            queue.set(columns, chosen.transpose().toDevice(queue.getDevice(), false));
        }
    }

    /** The queues by the original's names, and the index of the oldest column, int64 (1). */
    NDList state(NDManager owner) {
        NDArray next = owner.create(new long[] {pointer});
        next.setName(POINTER);
        return new NDList(
                StateArray.handle(IMAGES, images, owner),
                StateArray.handle(TEXTS, texts, owner),
                next);
    }

    /** Checks that a state has the arrays of this queue. */
    void check(NDList state) {
        StateArray.require(state, IMAGES, images.getShape(), DataType.FLOAT32);
        StateArray.require(state, TEXTS, texts.getShape(), DataType.FLOAT32);
        NDArray next = StateArray.require(state, POINTER, new Shape(1), DataType.INT64);
        if (next.getLong(0) < 0 || next.getLong(0) >= size) {
            throw new IllegalArgumentException(
                    "The state's %s is %d; it must lie in 0..%d."
                            .formatted(POINTER, next.getLong(0), size - 1));
        }
    }

    /** Restores a checked state. */
    void restore(NDList state) {
        StateArray.write(images, state.get(IMAGES));
        StateArray.write(texts, state.get(TEXTS));
        pointer = state.get(POINTER).getLong(0);
    }
}
