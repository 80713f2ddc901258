package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.metric.Report;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void theFirstLineIsOverall() {
        MetricAccumulator tally = BoxAccuracy.accumulator("expressions");
        tally.add("relation", BoxAccuracy.measures(0.499));
        tally.add("attribute", BoxAccuracy.measures(0.5));
        tally.add("attribute", BoxAccuracy.measures(1));
        Report report = tally.report();
        assertThat(report.table())
                .isEqualToNormalizingNewlines(
                        """
                        overall      accuracy 0.6667  mean IoU 0.6663  expressions 3
                        relation     accuracy 0.0000  mean IoU 0.4990  expressions 1
                        attribute    accuracy 1.0000  mean IoU 0.7500  expressions 2
                        """);
        assertThat(report.value()).isEqualTo(2.0 / 3);
        assertThat(report.scores().keySet()).containsExactly("mean IoU", "relation", "attribute");
        assertThat(report.scores()).containsEntry("attribute", 1.0).containsEntry("relation", 0.0);
    }
}
