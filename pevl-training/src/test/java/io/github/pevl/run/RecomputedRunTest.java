package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose recipes compute the visual encoder's layers again for their gradients. */
class RecomputedRunTest {

    @TempDir Path folder;

    @Test
    void theyTakeTheStepsOfOthers() throws Exception {
        Path data = Runs.data(folder.resolve("scenes"));
        RecipeDraft draft = Runs.small("scenes-stage-one").with("accumulationSteps", "2");
        Recipe kept = draft.recipe();
        Recipe again = draft.with("recompute", "true").recipe();
        Runs.train(kept, data, folder.resolve("kept"));
        Runs.train(again, data, folder.resolve("again"));
        List<JsonObject> steps = Runs.log(folder.resolve("again"), "step");
        assertThat(steps).isNotEmpty().isEqualTo(Runs.log(folder.resolve("kept"), "step"));
    }
}
