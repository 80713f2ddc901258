package io.github.pevl.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The twin's features of past batches, with which contrast compares: a ring of Q columns for images
 * and one for texts.
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
     * What a batch compares with: its own features, then those of the queues.
     *
     * @param features the twin's, (B, E)
     * @return columns, (E, B + Q), on the device of {@code features} and owned by their manager
     */
    Features behind(Features features) {
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
     * Puts features in the place of the oldest.
     *
     * @param features the twin's, (B, E)
     * @throws IllegalArgumentException if there are more than the queue holds
     */
    void enqueue(Features features) {
        int count = (int) features.images().getShape().get(0);
        if (count > size) {
            throw new IllegalArgumentException(
                    "%d images were seen in a step, but the queue holds %d; raise queueSize."
                            .formatted(count, size));
        }
        int head = (int) Math.min(count, size - pointer);
        write(features, 0, head, pointer);
        write(features, head, count, 0);
        pointer = (pointer + count) % size;
    }

    private void write(Features features, int from, int to, long place) {
        if (from == to) {
            return;
        }
        NDIndex rows = new NDIndex("{}:{}", from, to);
        NDIndex columns = new NDIndex(":, {}:{}", place, place + to - from);
        write(images, columns, features.images(), rows);
        write(texts, columns, features.texts(), rows);
    }

    private static void write(NDArray queue, NDIndex columns, NDArray features, NDIndex rows) {
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray some = features.get(rows);
            some.attach(scope);
            queue.set(columns, some.transpose().toDevice(queue.getDevice(), false));
        }
    }

    /** The queues by the original's names, and where the next features go, int64 (1). */
    NDList state(NDManager owner) {
        NDArray place = owner.create(new long[] {pointer});
        place.setName(POINTER);
        return new NDList(
                States.handle(IMAGES, images, owner), States.handle(TEXTS, texts, owner), place);
    }

    /** Checks that the state has this queue's arrays. */
    void check(NDList state) {
        States.require(state, IMAGES, images.getShape(), DataType.FLOAT32);
        States.require(state, TEXTS, texts.getShape(), DataType.FLOAT32);
        NDArray place = States.require(state, POINTER, new Shape(1), DataType.INT64);
        if (place.getLong(0) < 0 || place.getLong(0) >= size) {
            throw new IllegalArgumentException(
                    "The state's %s is %d; it must lie in 0..%d."
                            .formatted(POINTER, place.getLong(0), size - 1));
        }
    }

    /** Takes over a checked state. */
    void restore(NDList state) {
        States.write(images, state.get(IMAGES));
        States.write(texts, state.get(TEXTS));
        pointer = state.get(POINTER).getLong(0);
    }
}
