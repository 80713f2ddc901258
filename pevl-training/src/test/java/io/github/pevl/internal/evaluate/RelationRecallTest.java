package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.internal.evaluate.RelationRecall.Image;
import io.github.pevl.internal.evaluate.RelationRecall.Recall;
import io.github.pevl.internal.evaluate.RelationRecall.Truth;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult.PairScores;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelationRecallTest {

    private static PairScores scores(int subject, int object, Double... scores) {
        return new PairScores(new Pair(subject, object), 0, List.of(scores));
    }

    private static Truth truth(int subject, int object, int predicate) {
        return new Truth(new Pair(subject, object), predicate);
    }

    /** Best first: (1, 0) with predicate 2, (0, 1) with 0, (0, 2) with 1. */
    private static final List<PairScores> SCORES =
            List.of(
                    scores(0, 1, -2.0, -3.0, -4.0),
                    scores(1, 0, -2.0, -3.0, -1.0),
                    scores(0, 2, -9.0, -5.0, -6.0));

    private static final List<Image> IMAGES =
            List.of(
                    new Image(SCORES, List.of(truth(0, 1, 0), truth(0, 2, 1))),
                    new Image(SCORES, List.of(truth(0, 1, 0), truth(0, 1, 2))),
                    new Image(List.of(), List.of(truth(0, 1, 0))));

    @Test
    void countsOnlyTheBestPairs() {
        Recall one = RelationRecall.at(1, IMAGES, 4);
        assertThat(one.recall()).isZero();
        Recall two = RelationRecall.at(2, IMAGES, 4);
        assertThat(two.recall()).isEqualTo((0.5 + 0.5 + 0) / 3, within(1e-12));
        // Predicate 0 is found in two of three images, 1 and 2 in none, 3 is not annotated.
        assertThat(two.meanRecall()).isEqualTo(2.0 / 3 / 4, within(1e-12));
        Recall three = RelationRecall.at(3, IMAGES, 4);
        assertThat(three.recall()).isEqualTo((1 + 0.5 + 0) / 3, within(1e-12));
        assertThat(three.meanRecall()).isEqualTo((2.0 / 3 + 1) / 4, within(1e-12));
    }

    @Test
    void undefinedRecallIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Image(SCORES, List.of()))
                .withMessageContaining("no annotated relation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelationRecall.at(0, IMAGES, 4))
                .withMessageContaining("at 0");
    }
}
