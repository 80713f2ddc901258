package io.github.pevl.quickstart;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.TrainingData;
import io.github.pevl.run.TrainingProgress;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fine-tunes a model of expressions on further drawn scenes. */
public final class FineTune {

    private FineTune() {}

    public static void main(String[] args) throws Exception {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("pevl");
        Path data = folder.resolve("data");
        Path validation = folder.resolve("validation");
        SceneWriter.write(new SceneGenerator(1), 80, data, scenes -> {});
        SceneWriter.write(new SceneGenerator(2), 20, validation, scenes -> {});

        // A recipe is every number of a run; "pevl train --help" lists the recipes.
        Recipe recipe =
                RecipeDraft.named("scenes-expressions").with("evaluation.every", "5").recipe();
        TrainingData read = TrainingData.read(recipe, List.of(data), validation, null);
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelUrls("pevl://pevl-scenes")
                        .build();
        try (ZooModel<NDList, NDList> start = criteria.loadModel();
                PevlTrainer trainer = PevlTrainer.from(start.getModelPath(), recipe)) {
            double best = trainer.train(read, folder.resolve("run"), new Printer());
            System.out.printf("best: %.3f, in %s%n", best, folder.resolve("run/best"));
        }
    }

    private static final class Printer implements TrainingProgress {
        @Override
        public void started(Recipe recipe, long step, long steps) {}

        @Override
        public void step(long step, long steps, double loss) {}

        @Override
        public void evaluated(long step, int epoch, Report report, boolean best) {
            System.out.printf("step %d: %s %.3f%n", step, report.metric(), report.value());
        }
    }
}
