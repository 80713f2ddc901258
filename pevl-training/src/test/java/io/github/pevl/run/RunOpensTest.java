package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Utils;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.request.PhraseRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run, and its best model, as DJL opens them. */
class RunOpensTest {

    @TempDir Path temp;

    private Path run;

    @BeforeEach
    void ownCache() {
        System.setProperty("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        System.setProperty("DJL_CACHE_DIR", temp.resolve("cache").toString());
        run = temp.resolve("a run");
    }

    @AfterEach
    void reset() {
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty("ENGINE_CACHE_DIR");
    }

    private Recipe train(String name) throws Exception {
        Path data = Runs.data(temp.resolve("data"));
        Recipe recipe = Runs.small(name).with("epochs", "1").recipe();
        Runs.train(recipe, data, run);
        return recipe;
    }

    private static Object answer(Criteria.Builder<PhraseRequest, ?> criteria) throws Exception {
        Image image = ImageFactory.getInstance().fromPixels(new int[40 * 30], 40, 30);
        try (ZooModel<PhraseRequest, ?> model = criteria.build().loadModel();
                Predictor<PhraseRequest, ?> predictor = model.newPredictor()) {
            assertThat(model.getProperty("task")).isEqualTo("phrases,grounding");
            return predictor.predict(PhraseRequest.find(image, "the star", "the star"));
        }
    }

    private static Criteria.Builder<PhraseRequest, ?> phrases() {
        return Criteria.builder()
                .setTypes(PhraseRequest.class, io.github.pevl.request.GroundingResult.class);
    }

    @Test
    void aRunAndItsBestModelOpenByPathAlone() throws Exception {
        train("scenes-phrases");
        Object expected = answer(phrases().optModelUrls("pevl://" + run.toUri().getRawPath()));
        for (Path folder : List.of(run, run.resolve("best"))) {
            String url = "pevl://" + folder.toUri().getRawPath();
            assertThat(answer(phrases().optModelUrls(url))).isEqualTo(expected);
            assertThat(answer(phrases().optModelPath(folder))).isEqualTo(expected);
        }
        Path moved = Files.move(run, temp.resolve("elsewhere"));
        assertThat(answer(phrases().optModelPath(moved))).isEqualTo(expected);
    }

    /** A process that was killed between the best model and what is said of it. */
    @Test
    void whatIsSaidOfTheBestModelIsMended() throws Exception {
        train("scenes-phrases");
        Object expected = answer(phrases().optModelPath(run));
        AtomicFolder.delete(run.resolve("model"));
        PevlTrainer.resume(run).close();
        assertThat(answer(phrases().optModelPath(run))).isEqualTo(expected);
        List<Path> described = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(run.resolve("model"))) {
            tree.filter(Files::isRegularFile).forEach(described::add);
        }
        assertThat(described).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scenes-stage-one|grounding,phrases,fill",
                "stage-two|grounding,phrases",
                "refcoco|grounding",
                "flickr30k|phrases,grounding",
                "vrd|relations,fill",
                "vcr|choices",
                "gqa|answers,fill"
            })
    void aRunIsTrainedForWhatItLearnsFrom(String recipe, String tasks) throws Exception {
        assertThat(RecipeDraft.named(recipe).recipe().trainedTasks())
                .containsExactly(tasks.split(","));
    }
}
