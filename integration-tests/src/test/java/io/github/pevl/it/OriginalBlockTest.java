package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pevl.benchmark.OriginalBlock;
import io.github.pevl.internal.network.PevlInput;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The benchmark's baseline, which computes in the original's order, gives the original's numbers.
 */
class OriginalBlockTest {

    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @MethodSource("io.github.pevl.it.GoldenFolder#models")
    void itAnswersAsTheNetwork(GoldenFolder folder) throws Exception {
        try (GoldenModel golden = GoldenModel.open(folder)) {
            OriginalBlock original = new OriginalBlock(golden.block);
            Map<String, PevlInput> questions = new GoldenQuestions(golden).all();
            questions.forEach(
                    (name, question) -> {
                        NDList expected =
                                golden.block.forward(golden.store, question.toList(), false);
                        NDList actual = original.forward(golden.store, question.toList(), false);
                        assertThat(actual).as(name).hasSameSizeAs(expected);
                        assertThat(actual.get(1)).as(name).isEqualTo(expected.get(1));
                        assertThat(distance(actual.head(), expected.head()))
                                .as(name)
                                .isLessThan(TOLERANCE);
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.pevl.it.GoldenFolder#models")
    void itsScoresOfPositionsAreTheRecordedOnes(GoldenFolder folder) throws Exception {
        try (GoldenModel golden = GoldenModel.open(folder)) {
            NDList asked = golden.expressions().toList();
            NDArray scores =
                    new OriginalBlock(golden.block).forward(golden.store, asked, false).head();
            NDArray recorded = golden.tensor("rec_position_logits").reshape(scores.getShape());
            assertThat(distance(scores, recorded)).isLessThan(TOLERANCE);
        }
    }

    private static float distance(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        return actual.sub(expected).abs().max().getFloat();
    }
}
