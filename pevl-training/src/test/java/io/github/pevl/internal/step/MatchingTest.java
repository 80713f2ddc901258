package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.recipe.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pairs of image and text contrast and matching compare. */
class MatchingTest {

    @Test
    void contrastAndDrawnPairsTakeTheFirstTextOfEachImage() {
        Objective objective = new Objective(0, 0, 1, 1, 0, 0.9, 8, 0.15);
        Negatives fixed =
                (images, texts, random) ->
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
    void negativesAreChosenBySimilarityInTheirOwnDirection() {
        List<double[][]> given = new ArrayList<>();
        Negatives listening =
                (images, texts, random) -> {
                    given.addAll(List.of(images, texts));
                    return new Negatives.Choice(new int[] {1, 2, 0}, new int[] {1, 2, 0});
                };
        try (TinyTraining training = new TinyTraining(TinyTraining.everything(), listening);
                NDManager manager = training.model.getNDManager().newSubManager()) {
            training.step.start(0, 0);
            NDList scores =
                    training.trainer.forward(
                            TinyTraining.input(manager, 1, 1).toList(),
                            TinyTraining.labels(manager, 1, -1).toList());
            assertNegativeWeights(given.get(0), scores.get("similarities.text_to_image"));
            assertNegativeWeights(given.get(1), scores.get("similarities.image_to_text"));
        }
    }

    /** The softmax over the batch's own columns, without the diagonal. */
    private static void assertNegativeWeights(double[][] actual, NDArray similarities) {
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
}
