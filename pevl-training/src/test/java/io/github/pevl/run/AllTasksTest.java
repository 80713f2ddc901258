package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.ScenePredicate;
import io.github.pevl.scenes.SceneWords;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One network that learns all tasks in turn, and is written with what each needs. */
class AllTasksTest {
    @TempDir Path temp;

    @Test
    void aRunOfAllTasksWritesAModelOfAllTasks() throws Exception {
        World world = World.everyday();
        Path data = temp.resolve("data");
        SceneWriter.write(new SceneGenerator(world, 5, 48, 6), 8, data, done -> {});
        Recipe recipe = Runs.small("everyday").with("epochs", "1").recipe();
        Path run = temp.resolve("run");
        try (PevlTrainer trainer =
                PevlTrainer.fresh(SceneModel.config(world), SceneModel.vocabulary(world), recipe)) {
            trainer.train(Runs.read(recipe, data), run, new Runs.Silent());
        }
        Path best = run.resolve("best");
        Properties serving = new Properties();
        try (InputStream in = Files.newInputStream(best.resolve("serving.properties"))) {
            serving.load(in);
        }
        assertThat(serving.getProperty("task").split(","))
                .containsExactlyInAnyOrder(
                        "grounding", "phrases", "relations", "choices", "answers", "fill");
        assertThat(Files.readAllLines(best.resolve("predicates.txt")))
                .isEqualTo(ScenePredicate.allWords(world));
        assertThat(Files.readAllLines(best.resolve("answers.txt")))
                .isEqualTo(SceneWords.answers(world));
        Criteria<AnswerRequest, AnswerResult> criteria =
                Criteria.builder()
                        .setTypes(AnswerRequest.class, AnswerResult.class)
                        .optModelUrls("pevl://" + run)
                        .build();
        try (ZooModel<AnswerRequest, AnswerResult> model = criteria.loadModel();
                Predictor<AnswerRequest, AnswerResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(data.resolve("images/000000.png"));
            AnswerResult result = predictor.predict(new AnswerRequest(image, "is there a cat?"));
            assertThat(SceneWords.answers(world)).contains(result.answers().get(0).text());
        }
    }
}
