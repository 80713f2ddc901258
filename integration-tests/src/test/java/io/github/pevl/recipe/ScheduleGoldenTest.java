package io.github.pevl.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.it.Golden;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The learning rates that the original's scheduler sets. */
class ScheduleGoldenTest {

    static Iterable<String> recipes() {
        return Golden.json("model/lr_schedule.json").getAsJsonObject().keySet();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void ratesAreThoseOfTheOriginal(String recipe) {
        JsonObject golden =
                Golden.json("model/lr_schedule.json").getAsJsonObject().getAsJsonObject(recipe);
        int warmUp = golden.get("warmup_epochs").getAsInt();
        CosineSchedule schedule =
                new CosineSchedule(
                        golden.get("lr").getAsDouble(),
                        golden.get("min_lr").getAsDouble(),
                        golden.get("warmup_lr").getAsDouble(),
                        warmUp,
                        100,
                        golden.get("epochs").getAsInt());
        JsonArray rates = golden.getAsJsonArray("after_step_t");
        for (int t = 0; t < rates.size(); t++) {
            assertThat(schedule.at(t)).isCloseTo(rates.get(t).getAsDouble(), within(1e-9));
        }
        assertThat(schedule.rate(0, 0))
                .isCloseTo(golden.get("initial").getAsDouble(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "grounding, refcoco",
        "grounding, refcoco-plus",
        "grounding, refcocog",
        "grounding, flickr30k",
        "vrd, vrd",
        "vcr, vcr",
        "gqa, gqa"
    })
    void recipesHaveTheRatesOfTheOriginal(String original, String name) throws IOException {
        JsonObject golden =
                Golden.json("model/lr_schedule.json").getAsJsonObject().getAsJsonObject(original);
        Recipe recipe = RecipeDraft.named(name).recipe();
        assertThat(recipe.epochs()).isEqualTo(golden.get("epochs").getAsInt());
        assertThat(recipe.learningRate().unitSteps()).isEqualTo(100);
        JsonArray rates = golden.getAsJsonArray("after_step_t");
        for (int t = 0; t < rates.size(); t++) {
            assertThat(recipe.schedule().at(t)).isCloseTo(rates.get(t).getAsDouble(), within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aUnitIsAHundredStepsWhileWarmingUpAndAnEpochAfterwards(String recipe) {
        JsonObject golden =
                Golden.json("model/lr_schedule.json").getAsJsonObject().getAsJsonObject(recipe);
        int warmUp = golden.get("warmup_epochs").getAsInt();
        CosineSchedule schedule = new CosineSchedule(2, 1, 0.5, warmUp, 100, 4);
        // The scheduler is stepped after the optimiser: step 100 still has the first unit's rate.
        assertThat(schedule.rate(0, 100)).isEqualTo(schedule.at(0));
        assertThat(schedule.rate(0, 101)).isEqualTo(schedule.at(Math.min(1, warmUp)));
        assertThat(schedule.rate(0, 1_000_000)).isEqualTo(schedule.at(warmUp)).isEqualTo(2);
        assertThat(schedule.rate(1, 0)).isEqualTo(schedule.at(warmUp + 1));
        assertThat(schedule.rate(3, 7)).isEqualTo(schedule.at(warmUp + 3));
    }
}
