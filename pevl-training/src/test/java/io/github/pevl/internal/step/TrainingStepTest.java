package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.recipe.Objective;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingStepTest {

    private static final Objective POSITIONS = new Objective(0, 1, 0, 0, 0, 0.9, 0, 0.15);

    @Test
    void randomNumbersFollowFromTheNumberOfTheStep() {
        try (TinyTraining training = new TinyTraining(POSITIONS)) {
            float one = lossOfTheSameBatch(training, 4);
            assertThat(lossOfTheSameBatch(training, 5)).isNotEqualTo(one);
            assertThat(lossOfTheSameBatch(training, 4)).isEqualTo(one);
        }
    }

    private static float lossOfTheSameBatch(TinyTraining training, long step) {
        try (NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(step, 0);
            TrainingLabels labels = TinyTraining.labels(manager, 1, -1);
            return training.backward(TinyTraining.input(manager, 1, 1), labels, () -> {});
        }
    }

    @Test
    void aGarbageCollectionBeforeBackwardChangesNothing() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                TinyTraining disturbed = new TinyTraining(TinyTraining.everything())) {
            training.loss(1, () -> {});
            disturbed.loss(1, TrainingStepTest::collectAndRefill);
            assertThat(gradients(disturbed)).isEqualTo(gradients(training)).isNotEmpty();
        }
    }

    /** Takes the place of what Java has freed. */
    private static void collectAndRefill() {
        List<ByteBuffer> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            System.gc();
            for (int j = 0; j < 2_000; j++) {
                others.add(ByteBuffer.allocateDirect(8).putDouble(0, 1e30));
            }
        }
        assertThat(others).isNotEmpty();
    }

    @Test
    void withoutAMaskedTokenTheLossesOfTokensAreZero() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager()) {
            TrainingInput in = TinyTraining.input(manager, 1, 1);
            NDArray none = manager.create(new Shape(0, 2), DataType.INT64);
            TrainingInput open =
                    new TrainingInput(
                            in.images(), in.counts(), in.ids(), in.mask(), in.maskedIds(), none);
            NDArray noTargets = manager.create(new Shape(0), DataType.INT64);
            NDArray matches = TinyTraining.labels(manager, 1, -1).matches();
            training.step.start(0, 0.4);
            float loss = training.backward(open, new TrainingLabels(noTargets, matches), () -> {});
            assertThat(training.step.parts()).containsEntry("masked", 0.0);
            assertThat(training.step.parts()).containsEntry("position", 0.0);
            assertThat(loss).isPositive();
            for (Parameter parameter : training.network.getParameters().values()) {
                assertThat(norm(parameter)).as(parameter.getName()).isFinite();
            }
        }
    }

    @Test
    void withoutAMaskedPositionOnlyWordsAreLearnt() {
        try (TinyTraining training = new TinyTraining(new Objective(1, 2, 0, 0, 0, 0.9, 0, 0.15));
                NDManager manager = training.model.getNDManager().newSubManager()) {
            TrainingLabels labels = TinyTraining.labels(manager, 1, -1);
            NDArray words = labels.targets().mul(0).add(TinyTraining.WORDS.maskId());
            training.step.start(0, 0);
            training.backward(
                    TinyTraining.input(manager, 1, 1),
                    new TrainingLabels(words, labels.matches()),
                    () -> {});
            assertThat(training.step.parts()).containsEntry("position", 0.0);
            assertThat(training.step.parts().get("masked")).isPositive();
        }
    }

    @Test
    void positionsAloneNeedNoMomentumEncoderAndNoMatchLabels() {
        try (TinyTraining training = new TinyTraining(POSITIONS);
                NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(0, 0);
            NDList scores = training.trainer.forward(TinyTraining.input(manager, 1, 1).toList());
            assertThat(scores).hasSize(1);
            assertThat(training.step.state()).isEmpty();
        }
    }

    /** Weights of masked, position, contrast and matching, and distillation. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 1, 1, 0.4",
        "0, 1, 0, 0, 0",
        "1, 0, 0, 0, 0.4",
        "0, 0, 1, 1, 0.4",
        "0, 0, 1, 0, 0",
        "0, 0, 0, 1, 0"
    })
    void whatIsTrainedIsWhatGetsAGradient(
            double masked, double position, double contrast, double matching, double distillation) {
        Objective objective =
                new Objective(masked, position, contrast, matching, distillation, 0.9, 8, 0.15);
        try (TinyTraining training = new TinyTraining(objective)) {
            training.network.freezeParameters(false);
            training.loss(1);
            Set<String> moved = new TreeSet<>();
            Set<String> trained = new TreeSet<>();
            for (Parameter parameter : training.network.getParameters().values()) {
                if (norm(parameter) > 0) {
                    moved.add(parameter.getName());
                }
                if (training.step.trains(parameter)) {
                    trained.add(parameter.getName());
                }
            }
            assertThat(moved).isEqualTo(trained);
        }
    }

    @Test
    void theTemperatureIsClamped() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything())) {
            NDArray temperature = training.parameter("temp").getArray();
            for (float[] pair : new float[][] {{3, 0.5f}, {-1, 0.001f}, {0.2f, 0.2f}}) {
                temperature.stopGradient().muli(0).addi(pair[0]);
                training.loss(1);
                assertThat(temperature.getFloat()).isEqualTo(pair[1]);
            }
        }
    }

    @Test
    void refusesBatchesThatCannotBeTrainedOn() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager()) {
            TrainingInput input = TinyTraining.input(manager, 1, 1);
            TrainingLabels labels = TinyTraining.labels(manager, 1, -1);
            refused(training, input, labels, "TrainingStep.start");
            assertThatThrownBy(() -> training.step.start(0, 0.5))
                    .hasMessageContaining("allows 0 to 0.4");
            training.step.start(0, 0.4);
            refused(training, input, TinyTraining.labels(manager, 1, 1, -1, 0), "1 of 3 texts");
            assertThatThrownBy(() -> training.trainer.forward(input.toList()))
                    .hasMessageContaining("Trainer.forward(data, labels)");
            TrainingInput single =
                    new TrainingInput(
                            input.images().get("0:1"),
                            input.counts().get("0:1"),
                            input.ids().get("0:1"),
                            input.mask().get("0:1"),
                            input.maskedIds().get("0:1"),
                            input.maskPositions().get("0:2"));
            TrainingLabels one =
                    new TrainingLabels(labels.targets().get("0:2"), labels.matches().get("0:1"));
            refused(training, single, one, "one image");
        }
    }

    private static void refused(
            TinyTraining training, TrainingInput input, TrainingLabels labels, String message) {
        assertThatThrownBy(() -> training.trainer.forward(input.toList(), labels.toList()))
                .hasMessageContaining(message);
    }

    private static Map<String, Float> gradients(TinyTraining training) {
        Map<String, Float> norms = new TreeMap<>();
        for (Parameter parameter : training.network.getParameters().values()) {
            norms.put(parameter.getName(), norm(parameter));
        }
        return norms;
    }

    private static float norm(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
            return gradient.norm().getFloat();
        }
    }
}
