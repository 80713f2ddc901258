package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.scenes.Scene;
import io.github.pevl.scenes.SceneExpression;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneRenderer;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Native memory is freed: the process does not grow from prediction to prediction. */
class FlatMemoryTest {

    private static final int WARM_UP = 500;
    private static final int PREDICTIONS = 2_000;

    /** Half of what one leaked array of a hundred kilobytes a prediction would add. */
    private static final long MOST_GROWTH = 100_000 / 1024 * PREDICTIONS / 2;

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryIsFlatOverTwoThousandPredictions() throws Exception {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optGroupId("io.github.pevl")
                        .optArtifactId("pevl-scenes")
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            predict(predictor, WARM_UP);
            int arrays = arrays(model.getNDManager());
            long before = ResidentMemory.outsideTheHeap();
            predict(predictor, PREDICTIONS);
            long after = ResidentMemory.outsideTheHeap();
            System.out.printf(
                    "%,d predictions: outside the heap %,d kB before, %,d kB after%n",
                    PREDICTIONS, before, after);
            assertThat(arrays(model.getNDManager())).isEqualTo(arrays);
            assertThat(after - before).isLessThan(MOST_GROWTH);
        }
    }

    private static void predict(Predictor<GroundingRequest, GroundingResult> predictor, int times)
            throws Exception {
        SceneGenerator scenes = new SceneGenerator(77);
        for (int i = 0; i < times; i++) {
            Scene scene = scenes.scene(i % 20);
            Image image = ImageFactory.getInstance().fromImage(SceneRenderer.render(scene));
            List<String> expressions =
                    scene.expressions().stream().map(SceneExpression::text).toList();
            GroundingResult result = predictor.predict(new GroundingRequest(image, expressions, 2));
            assertThat(result.groundings()).hasSameSizeAs(expressions);
        }
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }
}
