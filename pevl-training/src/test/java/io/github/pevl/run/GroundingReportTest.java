package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroundingReportTest {

    @Test
    void theFirstLineIsOverall() {
        GroundingReport.Score none = GroundingReport.Score.NONE;
        Map<String, GroundingReport.Score> kinds = new LinkedHashMap<>();
        kinds.put("relation", none.plus(0.499));
        kinds.put("attribute", none.plus(0.5).plus(1));
        GroundingReport report = new GroundingReport(none.plus(0.499).plus(0.5).plus(1), kinds);
        assertThat(report.table())
                .isEqualToNormalizingNewlines(
                        """
                        overall      accuracy 0.6667  mean IoU 0.6663  expressions 3
                        relation     accuracy 0.0000  mean IoU 0.4990  expressions 1
                        attribute    accuracy 1.0000  mean IoU 0.7500  expressions 2
                        """);
    }
}
