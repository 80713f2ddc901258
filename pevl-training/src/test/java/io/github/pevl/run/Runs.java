package io.github.pevl.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small runs on drawn scenes. */
final class Runs {

    private Runs() {}

    /** Nine scenes. */
    static Path data(Path folder) throws IOException {
        SceneWriter.write(new SceneGenerator(5), 9, folder, done -> {});
        return folder;
    }

    /** A recipe made small; stage one with all losses, queues and a twin, as at full size. */
    static RecipeDraft small(String name) {
        RecipeDraft draft = RecipeDraft.named(name);
        if (name.equals("scenes-stage-one")) {
            draft =
                    draft.with("objective.contrast", "0.5")
                            .with("objective.matching", "0.5")
                            .with("objective.distillation", "0.4")
                            .with("objective.queueSize", "64");
        }
        return draft.with("imageSide", "48")
                .with("batch", "4")
                .with("textsPerImage", "2")
                .with("epochs", "3")
                .with("learningRate.peak", "2e-3")
                .with("learningRate.floor", "1e-4")
                .with("learningRate.warmUp", "2e-3")
                .with("evaluation.every", "10")
                .with("evaluation.size", "6");
    }

    static TrainingData read(Recipe recipe, Path data) throws IOException {
        return TrainingData.read(recipe, List.of(data), data, null);
    }

    static PevlTrainer fresh(Recipe recipe) {
        return PevlTrainer.fresh(SceneModel.config(), SceneModel.vocabulary(), recipe);
    }

    static double train(Recipe recipe, Path data, Path out) throws Exception {
        try (PevlTrainer trainer = fresh(recipe)) {
            return trainer.train(read(recipe, data), out, new Silent());
        }
    }

    /** The lines of a log of one type, without what differs from run to run. */
    static List<JsonObject> log(Path run, String type) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
            JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
            if (entry.get("type").getAsString().equals(type)) {
                List.of("milliseconds", "residentBytes", "elapsedSeconds").forEach(entry::remove);
                lines.add(entry);
            }
        }
        return lines;
    }

    /** Says nothing. */
    static class Silent implements TrainingProgress {
        @Override
        public void started(Recipe recipe, long step, long steps) {}

        @Override
        public void step(long step, long steps, double loss) {}

        @Override
        public void evaluated(long step, int epoch, Report report, boolean best) {}
    }
}
