package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import java.util.List;
import org.apache.spark.sql.Row;

/** Compares groundings of a row with a result. */
final class Boxes {

    /** What batches change: the order of sums. */
    private static final double ROUNDING = 1e-5;

    private Boxes() {}

    static void assertEqual(Row row, GroundingResult result) {
        assertThat(row.<String>getAs("error")).isNull();
        assertThat(row.<Integer>getAs("width")).isEqualTo(result.width());
        assertThat(row.<Integer>getAs("height")).isEqualTo(result.height());
        List<Row> groundings = row.getList(row.fieldIndex("groundings"));
        assertThat(groundings).hasSameSizeAs(result.groundings());
        for (int i = 0; i < groundings.size(); i++) {
            GroundingResult.Grounding expected = result.groundings().get(i);
            assertThat(groundings.get(i).getString(0)).isEqualTo(expected.expression());
            List<Row> boxes = groundings.get(i).getList(1);
            List<GroundedBox> there = expected.count() == 0 ? List.of() : expected.candidates();
            assertThat(boxes).hasSameSizeAs(there);
            for (int j = 0; j < boxes.size(); j++) {
                assertEqual(boxes.get(j), there.get(j));
            }
        }
    }

    private static void assertEqual(Row box, GroundedBox expected) {
        assertThat(box.<Double>getAs("x")).isEqualTo(expected.area().x());
        assertThat(box.<Double>getAs("y")).isEqualTo(expected.area().y());
        assertThat(box.<Double>getAs("width")).isEqualTo(expected.area().width());
        assertThat(box.<Double>getAs("height")).isEqualTo(expected.area().height());
        assertThat(box.<Double>getAs("probability"))
                .isCloseTo(expected.probability(), within(ROUNDING));
    }
}
