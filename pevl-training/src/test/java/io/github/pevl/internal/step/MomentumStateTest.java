package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import io.github.pevl.internal.batch.TrainingLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a step leaves in momentum encoder and queues, and how it resumes. */
class MomentumStateTest {

    @Test
    void resumesExactlyFromItsState() {
        List<Float> whole = new ArrayList<>();
        List<Float> resumed = new ArrayList<>();
        try (TinyTraining one = new TinyTraining(TinyTraining.everything());
                TinyTraining other = new TinyTraining(TinyTraining.everything())) {
            one.learn(0);
            one.learn(1);
            copyWeights(one, other);
            try (NDList state = one.step.state()) {
                other.step.restore(state);
            }
            for (long number = 2; number < 5; number++) {
                whole.add(one.learn(number));
            }
            for (long number = 2; number < 5; number++) {
                resumed.add(other.learn(number));
            }
        }
        assertThat(resumed).isEqualTo(whole);
    }

    @Test
    void averagesMoveAndQueuesFillOnceAStep() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything())) {
            Map<String, float[]> before = values(training);
            training.parameter("text_proj.bias").getArray().stopGradient().addi(1);
            training.loss(1);
            Map<String, float[]> after = values(training);
            assertThat(after.get("text_proj_m.bias")[0])
                    .isCloseTo(before.get("text_proj_m.bias")[0] + 0.1f, within(1e-6f));
            assertThat(after.get("queue_ptr")[0]).isEqualTo(TinyTraining.IMAGES);
            assertThat(after.get("image_queue")).isNotEqualTo(before.get("image_queue"));
        }
    }

    @Test
    void allBatchesOfAStepEnterTheQueues() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(0, 0.4);
            double sum = 0;
            for (int pass = 0; pass < 2; pass++) {
                TrainingLabels labels = TinyTraining.labels(manager, pass, -1);
                sum += training.backward(TinyTraining.input(manager, pass, 1), labels, () -> {});
            }
            training.step.end();
            assertThat(values(training).get("queue_ptr")[0]).isEqualTo(2 * TinyTraining.IMAGES);
            assertThat(training.step.parts().values().stream().mapToDouble(d -> d).sum())
                    .isCloseTo(sum / 2, within(1e-4));
        }
    }

    @Test
    void withoutDistillationThereAreNoMomentumTargets() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager()) {
            NDList data = TinyTraining.input(manager, 1, 1).toList();
            NDList labels = TinyTraining.labels(manager, 1, -1).toList();
            training.step.start(0, 0.4);
            assertThat(momentumTargets(training.trainer.forward(data, labels))).isEqualTo(3);
            training.step.start(0, 0);
            assertThat(momentumTargets(training.trainer.forward(data, labels))).isZero();
        }
    }

    private static long momentumTargets(NDList scores) {
        return scores.stream().filter(array -> array.getName().startsWith("momentum")).count();
    }

    @Test
    void refusesAStateThatDoesNotFitAndKeepsItsOwn() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager();
                NDList state = training.step.state()) {
            Map<String, float[]> before = values(training);
            NDList other = new NDList();
            for (NDArray array : state) {
                NDArray changed = array.add(1);
                changed.attach(manager);
                changed.setName(array.getName());
                other.add(changed);
            }
            other.get("queue_ptr").muli(0).addi(99);
            assertThatThrownBy(() -> training.step.restore(other))
                    .hasMessageContaining("queue_ptr is 99");
            other.get("text_queue").setName("lost");
            assertThatThrownBy(() -> training.step.restore(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lacks text_queue");
            assertThat(values(training)).usingRecursiveComparison().isEqualTo(before);
        }
    }

    private static void copyWeights(TinyTraining from, TinyTraining to) {
        for (Parameter parameter : from.network.getParameters().values()) {
            NDArray target = to.parameter(parameter.getName()).getArray().stopGradient();
            target.muli(0).addi(parameter.getArray().stopGradient());
        }
    }

    private static Map<String, float[]> values(TinyTraining training) {
        Map<String, float[]> values = new TreeMap<>();
        try (NDList state = training.step.state()) {
            for (NDArray array : state) {
                NDArray floats = array.toType(DataType.FLOAT32, true);
                values.put(array.getName(), floats.toFloatArray());
            }
        }
        return values;
    }
}
