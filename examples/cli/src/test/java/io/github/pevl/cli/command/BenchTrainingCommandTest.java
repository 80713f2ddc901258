package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command reports; how long things take is no matter of a test. */
class BenchTrainingCommandTest {

    @TempDir Path temp;

    @Test
    void partsOfAStepAreTold() throws Exception {
        Path file = temp.resolve("training.json");
        Run run = Run.of("bench-training", "--rows", "small", "--steps", 2, "--json", file);
        assertThat(run.succeeds().out())
                .contains("16 images and 64 texts a step, 2 steps", "optimizer", "% of a step");
        JsonArray costs = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        assertThat(costs).hasSize(1);
        JsonObject cost = costs.get(0).getAsJsonObject();
        for (String unit : new String[] {"millis", "products"}) {
            JsonObject parts = cost.getAsJsonObject(unit);
            assertThat(parts.keySet())
                    .containsExactly("data", "forward", "backward", "optimizer", "step");
            for (String part : parts.keySet()) {
                assertThat(parts.get(part).getAsDouble()).isNotNegative();
            }
            assertThat(parts.get("forward").getAsDouble())
                    .isPositive()
                    .isLessThan(parts.get("step").getAsDouble());
        }
        assertThat(cost.get("preparedMillis").getAsDouble()).isPositive();
        assertThat(cost.get("productMillis").getAsDouble()).isPositive();
        assertThat(cost.get("parameters").getAsLong()).isGreaterThan(1_000_000);
        assertThat(temp.toFile().list()).containsExactly("training.json");
    }

    @Test
    void wrongOptionsAreRefused() {
        Run.of("bench-training", "--rows", "large").refuses("--rows large", "small, base");
        Run.of("bench-training", "--steps", 0).refuses("--steps is 0", "1..10000");
        Run.of("bench-training", "--json", temp.resolve("no/x.json"))
                .refuses("--json", "there is no folder");
    }
}
