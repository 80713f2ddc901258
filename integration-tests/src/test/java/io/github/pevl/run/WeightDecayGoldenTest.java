package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Parameter;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import io.github.pevl.it.GoldenModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightDecayGoldenTest {

    @Test
    void whichParametersDecay() throws Exception {
        JsonObject golden = Golden.json("model/losses.json").getAsJsonObject();
        Set<String> noDecay = Set.copyOf(strings(golden.getAsJsonArray("adamw_no_decay")));
        try (GoldenModel small = GoldenModel.open()) {
            for (Parameter parameter : small.block.getParameters().values()) {
                assertThat(AdamW.decays(parameter.getArray()))
                        .as(parameter.getName())
                        .isEqualTo(!noDecay.contains(parameter.getName()));
            }
        }
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
