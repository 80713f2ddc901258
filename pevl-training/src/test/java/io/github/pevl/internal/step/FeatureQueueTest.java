package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureQueueTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final FeatureQueue queue = new FeatureQueue(manager, 2, 5);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void beginsWithUnitVectors() {
        try (NDList state = queue.state(manager)) {
            for (String name : new String[] {"image_queue", "text_queue"}) {
                for (float square : state.get(name).square().sum(new int[] {0}).toFloatArray()) {
                    assertThat(square).isCloseTo(1, within(1e-5f));
                }
            }
        }
    }

    @Test
    void newFeaturesReplaceTheOldestAndTheRingGoesOnAtItsBeginning() {
        queue.enqueue(features(1, 2, 3));
        queue.enqueue(features(4, 5, 6));
        try (NDList state = queue.state(manager)) {
            assertThat(state.get("image_queue").get(0).toFloatArray())
                    .containsExactly(6, 2, 3, 4, 5);
            assertThat(state.get("image_queue").get(1).toFloatArray())
                    .containsExactly(60, 20, 30, 40, 50);
            assertThat(state.get("text_queue").get(0).toFloatArray())
                    .containsExactly(-6, -2, -3, -4, -5);
            assertThat(state.get("queue_ptr").toLongArray()).containsExactly(1);
        }
    }

    @Test
    void aBatchIsComparedWithItselfFirstThenWithTheQueue() {
        queue.enqueue(features(1, 2, 3, 4, 5));
        Features all = queue.prepend(features(8, 9));
        assertThat(all.images().get(0).toFloatArray()).containsExactly(8, 9, 1, 2, 3, 4, 5);
        assertThat(all.texts().get(1).toFloatArray())
                .containsExactly(-80, -90, -10, -20, -30, -40, -50);
    }

    @Test
    void refusesMoreThanItHolds() {
        assertThatThrownBy(() -> queue.enqueue(features(1, 2, 3, 4, 5, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 images")
                .hasMessageContaining("queueSize");
    }

    /** Images (x, 10x) and texts (-x, -10x). */
    private Features features(float... values) {
        float[] rows = new float[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            rows[2 * i] = values[i];
            rows[2 * i + 1] = 10 * values[i];
        }
        NDArray images = manager.create(rows, new Shape(values.length, 2));
        return new Features(images, images.neg());
    }
}
