package io.github.pevl.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.data.TrainingLabels;
import io.github.pevl.objective.Objective;
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
    void goesOnExactlyFromItsState() {
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
    void chanceFollowsFromTheStepsNumber() {
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
    void withoutAHiddenTokenTheLossesOfTokensAreZero() {
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
    void withoutAHiddenPositionOnlyWordsAreLearnt() {
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
    void positionsAloneNeedNoTwinAndNoLabelsOfMatches() {
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
    void whatLearnsIsWhatGetsAGradient(
            double masked, double position, double contrast, double matching, double distillation) {
        Objective objective =
                new Objective(masked, position, contrast, matching, distillation, 0.9, 8, 0.15);
        try (TinyTraining training = new TinyTraining(objective)) {
            training.network.freezeParameters(false);
            training.loss(1);
            Set<String> moved = new TreeSet<>();
            Set<String> learners = new TreeSet<>();
            for (Parameter parameter : training.network.getParameters().values()) {
                if (norm(parameter) > 0) {
                    moved.add(parameter.getName());
                }
                if (training.step.trains(parameter)) {
                    learners.add(parameter.getName());
                }
            }
            assertThat(moved).isEqualTo(learners);
        }
    }

    @Test
    void contrastAndDrawnPairsTakeTheFirstTextOfEachImage() {
        Objective objective = new Objective(0, 0, 1, 1, 0, 0.9, 8, 0.15);
        Negatives fixed =
                (pictures, texts, random) ->
                        new Negatives.Choice(new int[] {1, 2, 0}, new int[] {2, 0, 1});
        try (TinyTraining training = new TinyTraining(objective, fixed);
                NDManager manager = training.model.getNDManager().newSubManager()) {
            TrainingInput two = TinyTraining.input(manager, 1, 2);
            NDArray firsts = manager.create(new long[] {0, 2, 4});
            TrainingInput one =
                    new TrainingInput(
                            two.images(),
                            TinyTraining.input(manager, 1, 1).counts(),
                            two.ids().get(firsts),
                            two.mask().get(firsts),
                            two.maskedIds().get(firsts),
                            two.maskPositions());
            TrainingLabels labels = TinyTraining.labels(manager, 1, -1);
            Map<String, Double> expected = training.parts(one, labels);
            labels = TinyTraining.labels(manager, 1, -1, -1, -1, -1, -1, -1);
            Map<String, Double> actual = training.parts(two, labels);
            assertThat(actual.get("contrast")).isCloseTo(expected.get("contrast"), within(1e-5));
            assertThat(actual.get("matching")).isCloseTo(expected.get("matching"), within(1e-5));
        }
    }

    @Test
    void wrongPairsAreChosenByLikenessInTheirOwnDirection() {
        List<double[][]> given = new ArrayList<>();
        Negatives listening =
                (pictures, texts, random) -> {
                    given.addAll(List.of(pictures, texts));
                    return new Negatives.Choice(new int[] {1, 2, 0}, new int[] {1, 2, 0});
                };
        try (TinyTraining training = new TinyTraining(TinyTraining.everything(), listening);
                NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(0, 0);
            NDList scores =
                    training.trainer.forward(
                            TinyTraining.input(manager, 1, 1).toList(),
                            TinyTraining.labels(manager, 1, -1).toList());
            assertConfusion(given.get(0), scores.get("similarities.text_to_image"));
            assertConfusion(given.get(1), scores.get("similarities.image_to_text"));
        }
    }

    /** The softmax over the batch's own columns, without the diagonal. */
    private static void assertConfusion(double[][] actual, NDArray similarities) {
        int size = TinyTraining.IMAGES;
        NDArray expected = similarities.get(":, 0:" + size).softmax(1);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double share = i == j ? 0 : expected.getFloat(i, j);
                assertThat(actual[i][j]).isCloseTo(share, within(1e-5));
            }
        }
    }

    @Test
    void labelledPairsTakeEveryText() {
        Objective objective = new Objective(0, 0, 0, 1, 0, 0.9, 0, 0.15);
        try (TinyTraining training = new TinyTraining(objective);
                NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(0, 0);
            NDList labels = TinyTraining.labels(manager, 1, 1, 0, 0, 1, 1, 0).toList();
            NDList scores =
                    training.trainer.forward(TinyTraining.input(manager, 1, 2).toList(), labels);
            assertThat(scores.get("matches").getShape()).isEqualTo(new Shape(6, 2));
            assertThat(scores.get("match_labels").toLongArray()).containsExactly(1, 0, 0, 1, 1, 0);
        }
    }

    @Test
    void theTemperatureIsHeldInItsRange() {
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
    void twinsMoveAndQueuesFillOnceAStep() {
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
    void severalPassesOfAStepAllEnterTheQueues() {
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
    void withoutAShareTheTwinsAnswersAreNotMade() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager()) {
            NDList data = TinyTraining.input(manager, 1, 1).toList();
            NDList labels = TinyTraining.labels(manager, 1, -1).toList();
            training.step.start(0, 0.4);
            assertThat(twinsAnswers(training.trainer.forward(data, labels))).isEqualTo(3);
            training.step.start(0, 0);
            assertThat(twinsAnswers(training.trainer.forward(data, labels))).isZero();
        }
    }

    private static long twinsAnswers(NDList scores) {
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

    @Test
    void refusesWhatCannotBeLearntFrom() {
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
